package com.traffictacos.reservation.worker.event;

import java.util.Optional;

/**
 * A decoded and validated ticket event. Add a new event type here first: every switch over this type then fails to
 * compile.
 */
public sealed interface ReservationEvent permits ReservationExpired, PaymentApproved, PaymentFailed {

    EventHeader header();

    ReservationId reservationId();

    /** The concert. Always present for {@link ReservationExpired}; for payment events it may have to be looked up. */
    Optional<ConcertId> concert();

    EventType type();
}
