package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.event.EventType;
import java.util.Map;
import java.util.Optional;

/** What a {@code type} or {@code detail-type} promises of the detail (contract section 1). */
enum EventKind {
    EXPIRED,
    APPROVED,
    FAILED,
    /** The payment service's own event: its status tells which of the two it is, if any. */
    PAYMENT_STATUS;

    private static final Map<String, EventKind> BY_NAME = Map.of(
            EventType.RESERVATION_EXPIRED.wireName(),
            EXPIRED,
            "reservation.hold.expired",
            EXPIRED,
            EventType.PAYMENT_APPROVED.wireName(),
            APPROVED,
            EventType.PAYMENT_FAILED.wireName(),
            FAILED,
            "Payment Status Updated",
            PAYMENT_STATUS);

    /** The kind of that name; names are compared to the letter. */
    static Optional<EventKind> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
