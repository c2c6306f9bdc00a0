package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;
import java.util.function.Function;

/**
 * The inventory service over gRPC. Calls block. A thread that is interrupted during a call gets a
 * {@code TransientFailure} and keeps its interrupt flag. Thread-safe.
 */
@SingletonBean
public final class GrpcInventory implements Inventory {

    private final InventoryChannel channel;
    private final GuardedCall guarded;

    @Inject
    public GrpcInventory(InventoryChannel channel, GuardedCall guarded) {
        this.channel = channel;
        this.guarded = guarded;
    }

    @Override
    public Release release(ReleaseHold request) {
        ReleaseHoldRequest message = ReleaseHoldRequest.newBuilder()
                .setReservationId(request.reservationId().value())
                .setEventId(request.eventId().value())
                .addAllSeatIds(request.seats().seatIds())
                .setQuantity(request.seats().quantity())
                .setReason(request.reason().name())
                .setIdempotencyKey("release:" + request.reservationId())
                .build();
        return call(
                ServiceCall.RELEASE_HOLD,
                request.reservationId(),
                stub -> InventoryResponseMapper.released(stub.releaseHold(message)),
                InventoryResponseMapper.RELEASED_BEFORE);
    }

    @Override
    public Commit commit(CommitSeats request) {
        CommitReservationRequest.Builder message = CommitReservationRequest.newBuilder()
                .setReservationId(request.reservationId().value())
                .setEventId(request.eventId().value())
                .addAllSeatIds(request.seats().seatIds())
                .setQuantity(request.seats().quantity())
                .setPaymentIntentId(request.paymentIntentId().value())
                .setIdempotencyKey("commit:" + request.reservationId());
        request.userId().ifPresent(message::setUserId);
        CommitReservationRequest built = message.build();
        return call(
                ServiceCall.COMMIT_RESERVATION,
                request.reservationId(),
                stub -> InventoryResponseMapper.committed(stub.commitReservation(built)),
                InventoryResponseMapper.COMMITTED_BEFORE);
    }

    private <T> T call(
            ServiceCall operation,
            ReservationId reservation,
            Function<InventoryServiceBlockingStub, T> rpc,
            T ifAlreadyDone) {
        return guarded.make(operation, reservation, () -> {
            try {
                return channel.call(rpc);
            } catch (StatusRuntimeException e) {
                if (StatusMapper.isAlreadyDone(e)) {
                    return ifAlreadyDone;
                }
                throw StatusMapper.verdict(e);
            }
        });
    }
}
