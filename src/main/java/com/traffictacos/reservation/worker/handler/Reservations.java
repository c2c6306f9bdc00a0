package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The reservation API. Changes are safe to repeat. Implementations are safe for use by any number of threads. */
public interface Reservations {

    /**
     * Changes the status of a reservation.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as a verdict by the table of contract
     *     section 3
     */
    ChangeResult change(ReservationId reservationId, StatusChange change);

    /**
     * Reads a reservation.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as a verdict by the table of contract section 3; an
     *     unknown reservation is a {@code PermanentFailure} with reason {@code RESERVATION_NOT_FOUND}
     */
    Reservation find(ReservationId reservationId);

    /** The status of a reservation. */
    enum ReservationStatus {
        HOLD,
        CONFIRMED,
        CANCELLED,
        EXPIRED,
        /** A status that this worker does not know; the worker makes no change because of it. */
        UNKNOWN
    }

    /** A status change that is requested. */
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

    /** The answer to a status change. */
    sealed interface ChangeResult {

        /** @param orderId the order, if the reservation API names it */
        record Changed(Optional<String> orderId) implements ChangeResult {}

        /** The reservation already has another status (HTTP 409). Read the reservation to find out which. */
        record Conflict() implements ChangeResult {}
    }

    /**
     * A reservation as the reservation API returns it.
     *
     * @param seats its seats, if the reservation API names them or their number
     * @param holdExpiresAt when the hold ends; empty if the reservation API gives no time or an unreadable one
     */
    record Reservation(
            ReservationId reservationId,
            ReservationStatus status,
            Optional<ConcertId> eventId,
            Optional<SeatSelection> seats,
            Optional<String> userId,
            Optional<Instant> holdExpiresAt) {

        /**
         * The tolerated difference between the clocks of the services, so that an expiry sent on time is not treated as
         * early.
         */
        private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

        /**
         * Checks that the hold has ended. If its end is not known, it counts as ended.
         *
         * @throws HoldNotExpired if it has not ended
         */
        void requireEndOfHold(Instant now) {
            holdExpiresAt.ifPresent(end -> {
                Duration remaining = Duration.between(now, end);
                if (remaining.compareTo(CLOCK_SKEW) > 0) {
                    throw new HoldNotExpired(end, remaining);
                }
            });
        }
    }
}
