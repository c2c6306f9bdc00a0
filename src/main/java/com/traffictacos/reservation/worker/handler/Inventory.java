package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import java.util.List;
import java.util.Optional;

/**
 * The inventory service. Both calls are safe to repeat: the service recognises a repetition by the reservation
 * (contract section 2). Implementations are safe for use by any number of threads.
 */
public interface Inventory {

    /**
     * Releases the held seats of a reservation.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as a verdict by the table of contract
     *     section 2
     */
    Release release(ReleaseHold request);

    /**
     * Marks the held seats of a reservation as sold.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as a verdict by the table of contract
     *     section 2; a {@code PermanentFailure} means that the customer has paid and has no seat
     */
    Commit commit(CommitSeats request);

    /** Why seats are released; the constant names are the values on the wire. */
    enum ReleaseReason {
        EXPIRED,
        CANCELLED,
        FAILED_PAYMENT
    }

    record ReleaseHold(ReservationId reservationId, ConcertId eventId, SeatSelection seats, ReleaseReason reason) {}

    record CommitSeats(
            ReservationId reservationId,
            ConcertId eventId,
            SeatSelection seats,
            PaymentIntentId paymentIntentId,
            Optional<String> userId) {}

    /** What a release found. */
    enum ReleaseEffect {
        /**
         * The seats were held and are free now, or the service does not report which (older versions omit the status).
         */
        FREED,
        /** An earlier call has released them. */
        ALREADY_FREED,
        /** The hold does not exist. */
        NO_HOLD
    }

    /** @param seatIds the seats that are free now, as far as the service names them */
    record Release(ReleaseEffect effect, List<String> seatIds) {}

    /**
     * @param orderId the order, if the service names it
     * @param seatIds the seats that are sold now, as far as the service names them
     */
    record Commit(Optional<String> orderId, List<String> seatIds) {}
}
