package com.traffictacos.reservation.worker.event;

import java.util.Optional;

/** A ticket event, read and checked. A new kind is added here first; every switch over it then fails to compile. */
public sealed interface ReservationEvent permits ReservationExpired, PaymentApproved, PaymentFailed {

    EventHeader header();

    ReservationId reservationId();

    /** The concert. Always there for {@link ReservationExpired}; payment events may leave it to a look-up. */
    Optional<ConcertId> concert();

    EventType type();
}
