package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.event.EventType;
import java.util.Map;
import java.util.Optional;

/** What a {@code type} or {@code detail-type} promises of the detail (contract section 1). */
public enum WireType {
    EXPIRED,
    APPROVED,
    FAILED,
    /** The payment service's own event: its status tells which of the two it is, if any. */
    PAYMENT_STATUS;

    private static final Map<String, WireType> BY_NAME = Map.of(
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
    static Optional<WireType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
