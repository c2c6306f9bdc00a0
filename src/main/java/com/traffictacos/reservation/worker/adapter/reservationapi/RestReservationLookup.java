package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Causes;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.operations.reservation.ReservationLookup;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import java.net.SocketTimeoutException;
import java.time.Clock;

/**
 * The reservation API for operators. Its requests are not guarded calls, so nothing about events depends on them. The
 * transport has connections for operators beside those of the workers. Thread-safe.
 */
@SingletonBean
public final class RestReservationLookup implements ReservationLookup {

    private final ReservationExchange exchange;
    private final ReservationResponseMapper answers;

    @Inject
    public RestReservationLookup(ReservationApiClient api) {
        this.exchange = new ReservationExchange(api);
        this.answers = new ReservationResponseMapper(Clock.systemUTC());
    }

    @Override
    public Reservation read(ReservationId reservationId) {
        try {
            return answers.found(reservationId, exchange.find(reservationId));
        } catch (ProcessingException e) {
            EventFailure failure = ReservationResponseMapper.unanswered(e);
            throw failure instanceof TransientFailure passing
                            && Causes.contain(e, SocketTimeoutException.class::isInstance)
                    ? passing.late()
                    : failure;
        }
    }
}
