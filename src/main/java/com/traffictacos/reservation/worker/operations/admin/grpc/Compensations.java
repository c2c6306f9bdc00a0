package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.reservation.v1.CompensationAction;
import com.traffic_tacos.reservation.v1.CompensationActionType;
import com.traffic_tacos.reservation.v1.ProcessCompensationRequest;
import com.traffic_tacos.reservation.v1.ProcessCompensationResponse;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.operations.admin.grpc.ManualEventRunner.Ended;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Undoes the effects of a reservation through the existing handlers: seats are released as for an expiry, and a
 * reservation is cancelled as for a failed payment, so that a sold seat is never freed. Refunds and orphaned
 * reservations need manual work. Thread-safe.
 */
@SingletonBean
public final class Compensations {

    /**
     * A payment intent id that satisfies the record. The handler of a failed payment never calls the payment service.
     */
    private static final String NO_PAYMENT = "compensation";

    private final ManualEventRunner runs;
    private final Reservations reservations;
    private final Clock clock;

    @Inject
    public Compensations(ManualEventRunner runs, Reservations reservations, Clock clock) {
        this.runs = runs;
        this.reservations = reservations;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if the request breaks the contract; the message names the field */
    ProcessCompensationResponse process(ProcessCompensationRequest request, Operator operator) {
        ReservationId reservationId = EventRequests.reservationId(request.getReservationId());
        int retryCount = EventRequests.retryCount(request.getRetryCount());
        EventHeader header = EventRequests.header(request.getCorrelationId(), Optional.empty());
        return switch (request.getCompensationType()) {
            case COMPENSATION_TYPE_RELEASE_SEATS ->
                expiry(request, reservationId, header)
                        .map(event -> answer(
                                runs.run(event, retryCount, operator, request.getCorrelationId()),
                                CompensationActionType.COMPENSATION_ACTION_TYPE_INVENTORY_RELEASE))
                        .orElseGet(
                                () -> manual("the seats of the reservation are not known: name event_id, and seat_ids"
                                        + " or quantity, in the context"));
            case COMPENSATION_TYPE_CANCEL_RESERVATION ->
                answer(
                        runs.run(
                                cancellation(request, reservationId, header),
                                retryCount,
                                operator,
                                request.getCorrelationId()),
                        CompensationActionType.COMPENSATION_ACTION_TYPE_RESERVATION_CANCEL,
                        CompensationActionType.COMPENSATION_ACTION_TYPE_INVENTORY_RELEASE);
            case COMPENSATION_TYPE_REFUND_PAYMENT -> manual("the worker moves no money: refund by the payment service");
            case COMPENSATION_TYPE_CLEANUP_ORPHANED ->
                manual("the worker cannot tell orphans from live reservations: look at both services");
            case COMPENSATION_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("compensation_type: missing, or none that this worker knows");
        };
    }

    /** Takes the concert and the seats from the context, or else from the reservation; empty if neither names them. */
    private Optional<ReservationEvent> expiry(
            ProcessCompensationRequest request, ReservationId reservationId, EventHeader header) {
        Optional<ConcertId> concert = concert(request.getContextMap());
        Optional<SeatSelection> seats = seats(request.getContextMap());
        if (concert.isEmpty() || seats.isEmpty()) {
            Optional<Reservation> known = find(reservationId);
            concert = concert.or(() -> known.flatMap(Reservation::eventId));
            seats = seats.or(() -> known.flatMap(Reservation::seats));
        }
        Optional<SeatSelection> selection = seats;
        return concert.flatMap(
                event -> selection.map(chosen -> new ReservationExpired(header, reservationId, event, chosen)));
    }

    private Optional<Reservation> find(ReservationId reservationId) {
        try {
            return Optional.of(reservations.find(reservationId));
        } catch (EventFailure unknownOrUnavailable) {
            // Without the reservation there is nothing to release; the response says which fields the caller has to
            // set.
            return Optional.empty();
        }
    }

    private static ReservationEvent cancellation(
            ProcessCompensationRequest request, ReservationId reservationId, EventHeader header) {
        Map<String, String> context = request.getContextMap();
        return new PaymentFailed(
                header,
                reservationId,
                new PaymentIntentId(
                        EventRequests.text(context, "payment_intent_id").orElse(NO_PAYMENT)),
                concert(context),
                seats(context),
                Optional.of(request.getFailureReason()).filter(reason -> !reason.isBlank()));
    }

    private static Optional<ConcertId> concert(Map<String, String> context) {
        return EventRequests.text(context, "event_id")
                .map(id -> EventRequests.field("context.event_id", id, ConcertId::new));
    }

    private static Optional<SeatSelection> seats(Map<String, String> context) {
        List<String> seatIds = EventRequests.text(context, "seat_ids")
                .map(ids -> Arrays.stream(ids.split(",", -1)).map(String::trim).toList())
                .orElse(List.of());
        int quantity = EventRequests.text(context, "quantity")
                .map(text -> EventRequests.field("context.quantity", text, Compensations::quantity))
                .orElse(0);
        return EventRequests.seats(seatIds, quantity);
    }

    /**
     * In the context, an explicit zero is an invalid quantity. In a protobuf message, zero is a field that is not set.
     */
    private static int quantity(String text) {
        return SeatSelection.ofQuantity(Integer.parseInt(text)).quantity();
    }

    private ProcessCompensationResponse answer(Ended ended, CompensationActionType... actions) {
        ProcessCompensationResponse.Builder answer = ProcessCompensationResponse.newBuilder()
                .setStatus(EventResponses.status(ended))
                .setProcessedAt(EventResponses.timestamp(clock.instant()))
                .setRequiresManualIntervention(ended.disposition() instanceof Disposition.SendToDeadLetterQueue);
        if (ended.isCompleted()) {
            for (CompensationActionType action : actions) {
                answer.addActionsTaken(action(action, true, "done, now or before"));
            }
        }
        EventResponses.error(ended).ifPresent(answer::setError);
        return answer.build();
    }

    private ProcessCompensationResponse manual(String what) {
        return ProcessCompensationResponse.newBuilder()
                .setStatus(ProcessingStatus.PROCESSING_STATUS_SKIPPED)
                .addActionsTaken(action(CompensationActionType.COMPENSATION_ACTION_TYPE_MANUAL_REVIEW, false, what))
                .setProcessedAt(EventResponses.timestamp(clock.instant()))
                .setRequiresManualIntervention(true)
                .setError(Error.newBuilder()
                        .setCode(ErrorCode.ERROR_CODE_FAILED_PRECONDITION)
                        .setMessage(what))
                .build();
    }

    private CompensationAction action(CompensationActionType type, boolean success, String description) {
        return CompensationAction.newBuilder()
                .setActionType(type)
                .setTargetService(target(type))
                .setActionDescription(description)
                .setSuccess(success)
                .setExecutedAt(EventResponses.timestamp(clock.instant()))
                .build();
    }

    private static String target(CompensationActionType type) {
        return switch (type) {
            case COMPENSATION_ACTION_TYPE_INVENTORY_RELEASE -> "inventory";
            case COMPENSATION_ACTION_TYPE_RESERVATION_CANCEL -> "reservation-api";
            default -> "operator";
        };
    }
}
