package com.traffictacos.reservation.worker.event;

import java.util.Optional;

/**
 * A seat hold ended before a payment was made: the seats go back on sale.
 *
 * @param eventId the concert
 * @param seats the seats that were held
 */
public record ReservationExpired(
        EventHeader header, ReservationId reservationId, ConcertId eventId, SeatSelection seats)
        implements ReservationEvent {

    @Override
    public Optional<ConcertId> concert() {
        return Optional.of(eventId);
    }

    @Override
    public EventType type() {
        return EventType.RESERVATION_EXPIRED;
    }
}
