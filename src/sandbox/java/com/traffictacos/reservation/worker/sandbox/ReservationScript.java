package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import com.traffictacos.reservation.worker.sandbox.SeatStock.SeatState;
import java.util.Optional;

/** What happens to a reservation: where it stands when its events are sent, what they are, and how it must end. */
public enum ReservationScript {
    EXPIRES(EventType.RESERVATION_EXPIRED, 1, BookStatus.HOLD, BookStatus.EXPIRED, SeatState.AVAILABLE),
    IS_PAID(EventType.PAYMENT_APPROVED, 1, BookStatus.HOLD, BookStatus.CONFIRMED, SeatState.SOLD),
    PAYMENT_FAILS(EventType.PAYMENT_FAILED, 1, BookStatus.HOLD, BookStatus.CANCELLED, SeatState.AVAILABLE),

    /** The producer sends its event twice. */
    EXPIRES_TWICE(EventType.RESERVATION_EXPIRED, 2, BookStatus.HOLD, BookStatus.EXPIRED, SeatState.AVAILABLE),
    IS_PAID_TWICE(EventType.PAYMENT_APPROVED, 2, BookStatus.HOLD, BookStatus.CONFIRMED, SeatState.SOLD),
    PAYMENT_FAILS_TWICE(EventType.PAYMENT_FAILED, 2, BookStatus.HOLD, BookStatus.CANCELLED, SeatState.AVAILABLE),

    /** The expiry comes after the payment: stale. */
    EXPIRES_AFTER_PAYMENT(EventType.RESERVATION_EXPIRED, 1, BookStatus.CONFIRMED, BookStatus.CONFIRMED, SeatState.SOLD),
    /** The expiry comes after the cancellation, and somebody else holds the seats by then: stale. */
    EXPIRES_AFTER_CANCELLATION(
            EventType.RESERVATION_EXPIRED, 1, BookStatus.CANCELLED, BookStatus.CANCELLED, SeatState.RESERVED),
    /** One payment failed, another one went through, and the failure is heard of last: stale. */
    FAILURE_AFTER_PAYMENT(EventType.PAYMENT_FAILED, 1, BookStatus.CONFIRMED, BookStatus.CONFIRMED, SeatState.SOLD),
    /** The payment service says that it is still at it: nothing to do. */
    PAYMENT_PENDING(EventType.PAYMENT_APPROVED, 1, BookStatus.HOLD, BookStatus.HOLD, SeatState.RESERVED),

    /** The payment comes when the seats are gone: a dead letter, since the customer has paid. */
    PAID_TOO_LATE(EventType.PAYMENT_APPROVED, 1, BookStatus.EXPIRED, BookStatus.EXPIRED, SeatState.AVAILABLE);

    private final EventType type;
    private final int events;
    private final BookStatus before;
    private final BookStatus after;
    private final SeatState seatsAfter;

    ReservationScript(EventType type, int events, BookStatus before, BookStatus after, SeatState seatsAfter) {
        this.type = type;
        this.events = events;
        this.before = before;
        this.after = after;
        this.seatsAfter = seatsAfter;
    }

    /** The kind of its events. */
    public EventType type() {
        return type;
    }

    /** How many messages it takes. */
    public int events() {
        return events;
    }

    BookStatus before() {
        return before;
    }

    BookStatus after() {
        return after;
    }

    SeatState seatsAfter() {
        return seatsAfter;
    }

    /** The reason of the dead letter that it ends in, if it does. */
    public Optional<FailureReason> deadLetter() {
        return this == PAID_TOO_LATE ? Optional.of(FailureReason.PAID_BUT_NOT_HELD) : Optional.empty();
    }
}
