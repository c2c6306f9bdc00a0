package com.traffictacos.reservation.worker.event;

import java.util.Optional;

/**
 * The customer has paid: the reservation is confirmed and its seats are sold.
 *
 * @param concert the concert, if the event names it
 * @param seats the seats, if the event names them
 * @param userId the customer, if the event names them
 */
public record PaymentApproved(
        EventHeader header,
        ReservationId reservationId,
        PaymentIntentId paymentIntentId,
        Optional<ConcertId> concert,
        Optional<SeatSelection> seats,
        Optional<String> userId)
        implements ReservationEvent {

    @Override
    public EventType type() {
        return EventType.PAYMENT_APPROVED;
    }
}
