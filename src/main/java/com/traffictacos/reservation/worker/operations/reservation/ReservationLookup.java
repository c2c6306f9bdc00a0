package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;

/**
 * Reads a reservation for an operator. Unlike {@link com.traffictacos.reservation.worker.handler.Reservations}, a call
 * counts for no circuit, no concurrency limit and no metric: what operators look at must not influence the processing
 * of events. Implementations are safe for use by any number of threads.
 */
public interface ReservationLookup {

    /**
     * Makes one request, also while the circuit of the operation is open. Blocks for at most the time limit of a call.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure if there is no such reservation, or it
     *     cannot be read; a {@code TransientFailure} is late if there was no answer in time
     */
    Reservation read(ReservationId reservationId);
}
