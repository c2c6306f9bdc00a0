package com.traffictacos.reservation.worker.inventory;

import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.handling.CallObserver;
import com.traffictacos.reservation.worker.handling.CallObserver.Operation;
import com.traffictacos.reservation.worker.handling.CallObserver.Result;
import com.traffictacos.reservation.worker.handling.Inventory;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The inventory service over gRPC. Calls block; a thread that is interrupted in one gets a {@code TransientFailure} and
 * keeps its interrupt flag. Safe for use by any number of threads.
 */
@Singleton
public final class GrpcInventory implements Inventory {

    private final InventoryChannel channel;
    private final InventoryCircuit circuit;
    private final CallObserver observer;

    @Inject
    public GrpcInventory(InventoryChannel channel, InventoryCircuit circuit, CallObserver observer) {
        this.channel = channel;
        this.circuit = circuit;
        this.observer = observer;
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
                Operation.RELEASE_HOLD,
                stub -> InventoryAnswers.released(stub.releaseHold(message)),
                InventoryAnswers.RELEASED_BEFORE);
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
                Operation.COMMIT_RESERVATION,
                stub -> InventoryAnswers.committed(stub.commitReservation(built)),
                InventoryAnswers.COMMITTED_BEFORE);
    }

    private <T> T call(Operation operation, Function<InventoryServiceBlockingStub, T> rpc, T ifAlreadyDone) {
        Supplier<T> translated = () -> {
            try {
                return channel.call(rpc);
            } catch (StatusRuntimeException e) {
                if (CallFailures.isAlreadyDone(e)) {
                    return ifAlreadyDone;
                }
                throw CallFailures.verdict(e);
            }
        };
        try {
            return circuit.call(() -> observer.observe(operation, translated));
        } catch (CircuitBreakerOpenException e) {
            observer.called(operation, Result.CIRCUIT_OPEN, Duration.ZERO);
            throw new DependencyUnavailable(Dependency.INVENTORY, "circuit open", e);
        }
    }
}
