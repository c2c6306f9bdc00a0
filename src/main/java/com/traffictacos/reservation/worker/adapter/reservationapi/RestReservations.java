package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import java.time.Clock;
import java.util.function.Supplier;

/** The reservation API over the MicroProfile REST client. Thread-safe. */
@SingletonBean
public final class RestReservations implements Reservations {

    private final ReservationExchange exchange;
    private final GuardedCall guarded;
    private final ReservationResponseMapper answers;

    @Inject
    public RestReservations(ReservationApiClient api, GuardedCall guarded) {
        this(api, guarded, Clock.systemUTC());
    }

    /** @param clock for {@code Retry-After} dates */
    RestReservations(ReservationApiClient api, GuardedCall guarded, Clock clock) {
        this.exchange = new ReservationExchange(api);
        this.guarded = guarded;
        this.answers = new ReservationResponseMapper(clock);
    }

    @Override
    public ChangeResult change(ReservationId reservationId, StatusChange change) {
        String idempotencyKey = action(change) + ":" + reservationId;
        StatusPatch patch = StatusPatch.of(change);
        return call(
                ServiceCall.CHANGE_RESERVATION,
                reservationId,
                () -> answers.changed(exchange.change(reservationId, idempotencyKey, patch)));
    }

    @Override
    public Reservation find(ReservationId reservationId) {
        return call(
                ServiceCall.READ_RESERVATION,
                reservationId,
                () -> answers.found(reservationId, exchange.find(reservationId)));
    }

    private static String action(StatusChange change) {
        return switch (change) {
            case StatusChange.Expire expire -> "expire";
            case StatusChange.Confirm confirm -> "confirm";
            case StatusChange.Cancel cancel -> "cancel";
        };
    }

    private <T> T call(ServiceCall operation, ReservationId reservationId, Supplier<T> request) {
        return guarded.make(operation, reservationId, () -> {
            try {
                return request.get();
            } catch (ProcessingException e) {
                throw ReservationResponseMapper.unanswered(e);
            }
        });
    }
}
