package com.traffictacos.reservation.worker.sandbox;

import com.google.protobuf.Message;
import com.traffic_tacos.common.v1.Seat;
import com.traffic_tacos.common.v1.SeatStatus;
import com.traffic_tacos.reservation.v1.CheckAvailabilityRequest;
import com.traffic_tacos.reservation.v1.CheckAvailabilityResponse;
import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.CommitStatus;
import com.traffic_tacos.reservation.v1.HoldStatus;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffic_tacos.reservation.v1.ReserveSeatRequest;
import com.traffic_tacos.reservation.v1.ReserveSeatResponse;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.sandbox.SeatStock.Change;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The inventory service of contract section 2 over {@link SeatStock}. Safe for use by any number of threads.
 *
 * <p>Where the contract leaves a choice it answers as a service does whose writes are conditional: a release of seats
 * that were sold finds no hold ({@code NOT_FOUND}), a repeated commit is {@code SUCCESS} with the same order, and a
 * request that names other seats than the reservation holds is {@code FAILED_PRECONDITION}.
 */
public final class InventoryStandIn implements AutoCloseable {

    private final SeatStock stock = new SeatStock();
    private final ServiceConditions conditions;
    private final CallJournal journal = new CallJournal();
    private final StandInGrpcServer port;

    private InventoryStandIn(int port, long seed) {
        this.conditions = new ServiceConditions(seed);
        this.port = StandInGrpcServer.open(port, new Service());
    }

    /**
     * Starts to serve on 127.0.0.1.
     *
     * @param port zero for any free one
     * @param seed of the dice that failures are thrown with
     */
    public static InventoryStandIn start(int port, long seed) {
        return new InventoryStandIn(port, seed);
    }

    /** What {@code INVENTORY_GRPC_ADDR} is set to. */
    public String address() {
        return "127.0.0.1:" + port.number();
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port.number();
    }

    public SeatStock stock() {
        return stock;
    }

    public ServiceConditions conditions() {
        return conditions;
    }

    public CallJournal journal() {
        return journal;
    }

    /** Closes the port and breaks every connection, until {@link #comeUp()}. */
    public void goDown() {
        port.goDown();
    }

    /** Listens again on the same port. */
    public void comeUp() {
        port.comeUp();
    }

    @Override
    public void close() {
        port.close();
    }

    /** Takes the calls on the transport's threads and never blocks them. */
    private final class Service extends InventoryServiceGrpc.InventoryServiceImplBase {

        @Override
        public void releaseHold(ReleaseHoldRequest request, StreamObserver<ReleaseHoldResponse> observer) {
            serve(
                    "ReleaseHold",
                    request.getReservationId(),
                    () -> release(request),
                    answer -> answer.getStatus().name(),
                    observer);
        }

        @Override
        public void commitReservation(
                CommitReservationRequest request, StreamObserver<CommitReservationResponse> observer) {
            serve(
                    "CommitReservation",
                    request.getReservationId(),
                    () -> commit(request),
                    answer -> answer.getStatus().name(),
                    observer);
        }

        @Override
        public void reserveSeat(ReserveSeatRequest request, StreamObserver<ReserveSeatResponse> observer) {
            serve(
                    "ReserveSeat",
                    request.getReservationId(),
                    () -> reserve(request),
                    answer -> answer.getStatus().name(),
                    observer);
        }

        @Override
        public void checkAvailability(
                CheckAvailabilityRequest request, StreamObserver<CheckAvailabilityResponse> observer) {
            serve("CheckAvailability", "", () -> check(request), answer -> "OK", observer);
        }

        private <T extends Message> void serve(
                String operation,
                String reservationId,
                Supplier<T> work,
                Function<T, String> word,
                StreamObserver<T> observer) {
            GrpcReply<T> reply = GrpcReply.to(observer, operation, reservationId, journal);
            port.after(conditions.latency(operation), () -> reply.send(conditions, work, word));
        }
    }

    private ReleaseHoldResponse release(ReleaseHoldRequest request) {
        Change change = stock.release(
                required(request.getReservationId(), "reservation_id"),
                required(request.getEventId(), "event_id"),
                seats(request.getSeatIdsList(), request.getQuantity()));
        ReleaseStatus status = switch (change.outcome()) {
            case DONE -> ReleaseStatus.RELEASE_STATUS_SUCCESS;
            case REPEATED -> ReleaseStatus.RELEASE_STATUS_ALREADY_RELEASED;
            case NO_HOLD, GONE, TAKEN, UNKNOWN_SEAT -> ReleaseStatus.RELEASE_STATUS_NOT_FOUND;
            case MISMATCH -> throw mismatch();
        };
        return ReleaseHoldResponse.newBuilder()
                .setStatus(status)
                .setReleasedAt(GrpcReply.now())
                .addAllReleasedSeats(seats(change, SeatStatus.SEAT_STATUS_AVAILABLE))
                .build();
    }

    private CommitReservationResponse commit(CommitReservationRequest request) {
        required(request.getPaymentIntentId(), "payment_intent_id");
        Change change = stock.commit(
                required(request.getReservationId(), "reservation_id"),
                required(request.getEventId(), "event_id"),
                seats(request.getSeatIdsList(), request.getQuantity()));
        CommitReservationResponse.Builder answer = CommitReservationResponse.newBuilder();
        switch (change.outcome()) {
            case DONE, REPEATED ->
                answer.setStatus(CommitStatus.COMMIT_STATUS_SUCCESS)
                        .setOrderId("ord_" + request.getReservationId())
                        .setCommittedAt(GrpcReply.now())
                        .addAllSoldSeats(seats(change, SeatStatus.SEAT_STATUS_SOLD));
            case NO_HOLD, GONE -> answer.setStatus(CommitStatus.COMMIT_STATUS_FAILED_EXPIRED);
            case TAKEN -> answer.setStatus(CommitStatus.COMMIT_STATUS_FAILED_CONFLICT);
            case MISMATCH -> throw mismatch();
            case UNKNOWN_SEAT ->
                throw Status.NOT_FOUND.withDescription("no such seat").asRuntimeException();
        }
        return answer.build();
    }

    private ReserveSeatResponse reserve(ReserveSeatRequest request) {
        String reservationId = required(request.getReservationId(), "reservation_id");
        Change change = stock.reserve(
                reservationId,
                required(request.getEventId(), "event_id"),
                seats(request.getSeatIdsList(), request.getQuantity()));
        return switch (change.outcome()) {
            case DONE, REPEATED ->
                ReserveSeatResponse.newBuilder()
                        .setHoldId("hold_" + reservationId)
                        .setStatus(HoldStatus.HOLD_STATUS_ACTIVE)
                        .setHoldExpiresAt(request.getHoldExpiresAt())
                        .addAllReservedSeats(seats(change, SeatStatus.SEAT_STATUS_RESERVED))
                        .build();
            case TAKEN, NO_HOLD, GONE, MISMATCH ->
                throw Status.FAILED_PRECONDITION
                        .withDescription("seats are taken")
                        .asRuntimeException();
            case UNKNOWN_SEAT ->
                throw Status.NOT_FOUND.withDescription("no such seat").asRuntimeException();
        };
    }

    private CheckAvailabilityResponse check(CheckAvailabilityRequest request) {
        List<String> asked = request.getSeatIdsList();
        List<String> free = stock.available(required(request.getEventId(), "event_id"), asked);
        CheckAvailabilityResponse.Builder answer = CheckAvailabilityResponse.newBuilder()
                .setAvailable(free.size() == asked.size())
                .addAllAvailableSeats(
                        seats(new Change(SeatStock.Outcome.DONE, free), SeatStatus.SEAT_STATUS_AVAILABLE));
        asked.stream().filter(seatId -> !free.contains(seatId)).forEach(answer::addUnavailableSeatIds);
        return answer.build();
    }

    private static List<Seat> seats(Change change, SeatStatus status) {
        return change.seatIds().stream()
                .map(seatId -> Seat.newBuilder().setId(seatId).setStatus(status).build())
                .toList();
    }

    private static SeatSelection seats(List<String> seatIds, int quantity) {
        try {
            return new SeatSelection(seatIds, quantity == 0 ? seatIds.size() : quantity);
        } catch (IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
        }
    }

    private static String required(String value, String field) {
        if (value.isBlank()) {
            throw Status.INVALID_ARGUMENT.withDescription(field + " is missing").asRuntimeException();
        }
        return value;
    }

    private static RuntimeException mismatch() {
        return Status.FAILED_PRECONDITION
                .withDescription("the reservation holds other seats")
                .asRuntimeException();
    }
}
