package com.traffictacos.reservation.worker.event;

import java.util.Optional;

/**
 * The payment failed: the reservation is cancelled and its seats go back on sale.
 *
 * @param concert the concert, if the event names it
 * @param seats the seats, if the event names them
 * @param errorCode the payment service's error code, passed to the reservation API
 */
public record PaymentFailed(
        EventHeader header,
        ReservationId reservationId,
        PaymentIntentId paymentIntentId,
        Optional<ConcertId> concert,
        Optional<SeatSelection> seats,
        Optional<String> errorCode)
        implements ReservationEvent {

    @Override
    public EventType type() {
        return EventType.PAYMENT_FAILED;
    }
}
