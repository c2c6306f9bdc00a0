package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.event.EventType;
import java.util.Map;
import java.util.Optional;

/** Maps {@code type} or {@code detail-type} to the kind of detail that it announces (contract section 1). */
public enum WireType {
    EXPIRED,
    APPROVED,
    FAILED,
    /** The payment service's own event. Its status decides which of the two events it is, if any. */
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

    /** Returns the kind with that name. The comparison is exact and case-sensitive. */
    static Optional<WireType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
