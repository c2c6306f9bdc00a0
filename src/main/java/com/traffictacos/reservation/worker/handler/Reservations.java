package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import java.time.Instant;
import java.util.Optional;

/**
 * The book of reservations. Changes are safe to repeat. Implementations are safe for use by any number of threads.
 */
public interface Reservations {

    /**
     * Moves a reservation to another status.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as a verdict by the table of contract section 3
     */
    ChangeResult change(ReservationId reservationId, StatusChange change);

    /**
     * Reads a reservation.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as a verdict by the table of contract section 3; an
     *     unknown reservation is a {@code PermanentFailure} with reason {@code RESERVATION_NOT_FOUND}
     */
    Reservation find(ReservationId reservationId);

    /** Where a reservation stands. */
    enum ReservationStatus {
        HOLD,
        CONFIRMED,
        CANCELLED,
        EXPIRED,
        /** A status that this worker does not know; it takes no step on the strength of it. */
        UNKNOWN
    }

    /** What is asked of the book. */
    sealed interface StatusChange {

        ReservationStatus target();

        record Expire() implements StatusChange {
            @Override
            public ReservationStatus target() {
                return ReservationStatus.EXPIRED;
            }
        }

        record Confirm(PaymentIntentId paymentIntentId) implements StatusChange {
            @Override
            public ReservationStatus target() {
                return ReservationStatus.CONFIRMED;
            }
        }

        record Cancel(String reason, Optional<String> errorCode) implements StatusChange {
            @Override
            public ReservationStatus target() {
                return ReservationStatus.CANCELLED;
            }
        }
    }

    /** What the book answers. */
    sealed interface ChangeResult {

        /** @param orderId the order, if the book names it */
        record Changed(Optional<String> orderId) implements ChangeResult {}

        /** The reservation had moved on already (HTTP 409): read it to see where to. */
        record Conflict() implements ChangeResult {}
    }

    /**
     * A reservation as the book has it.
     *
     * @param seats its seats, if the book names them or their number
     * @param holdExpiresAt when the hold ends; empty if the book does not say, or not readably
     */
    record Reservation(
            ReservationId reservationId,
            ReservationStatus status,
            Optional<ConcertId> eventId,
            Optional<SeatSelection> seats,
            Optional<String> userId,
            Optional<Instant> holdExpiresAt) {}
}
