package com.traffictacos.reservation.worker.reservation;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handling.CallObserver;
import com.traffictacos.reservation.worker.handling.CallObserver.Operation;
import com.traffictacos.reservation.worker.handling.CallObserver.Result;
import com.traffictacos.reservation.worker.handling.Reservations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** The reservation API over the MicroProfile REST client. Safe for use by any number of threads. */
@Singleton
public final class RestReservations implements Reservations {

    private final ReservationExchange exchange;
    private final ReservationCircuit circuit;
    private final ReservationAnswers answers;
    private final CallObserver observer;

    @Inject
    public RestReservations(ReservationApi api, ReservationCircuit circuit, CallObserver observer) {
        this(api, circuit, observer, Clock.systemUTC());
    }

    /** @param clock for {@code Retry-After} dates */
    RestReservations(ReservationApi api, ReservationCircuit circuit, CallObserver observer, Clock clock) {
        this.exchange = new ReservationExchange(api);
        this.circuit = circuit;
        this.observer = observer;
        this.answers = new ReservationAnswers(clock);
    }

    @Override
    public ChangeResult change(ReservationId reservationId, StatusChange change) {
        String idempotencyKey = action(change) + ":" + reservationId;
        StatusPatch patch = StatusPatch.of(change);
        return call(
                Operation.CHANGE_RESERVATION,
                () -> answers.changed(exchange.change(reservationId, idempotencyKey, patch)));
    }

    @Override
    public Reservation find(ReservationId reservationId) {
        return call(Operation.READ_RESERVATION, () -> answers.found(reservationId, exchange.find(reservationId)));
    }

    private static String action(StatusChange change) {
        return switch (change) {
            case StatusChange.Expire expire -> "expire";
            case StatusChange.Confirm confirm -> "confirm";
            case StatusChange.Cancel cancel -> "cancel";
        };
    }

    private <T> T call(Operation operation, Supplier<T> request) {
        Supplier<T> translated = () -> {
            try {
                return request.get();
            } catch (ProcessingException e) {
                throw ReservationAnswers.unanswered(e);
            }
        };
        try {
            return circuit.call(() -> observer.observe(operation, translated));
        } catch (CircuitBreakerOpenException e) {
            observer.called(operation, Result.CIRCUIT_OPEN, Duration.ZERO);
            throw new DependencyUnavailable(Dependency.RESERVATION_API, "circuit open", e);
        }
    }
}
