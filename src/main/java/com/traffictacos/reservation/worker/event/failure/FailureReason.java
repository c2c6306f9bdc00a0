package com.traffictacos.reservation.worker.event.failure;

import java.util.Locale;

/**
 * The fixed list of values for a dead letter's {@code failure_reason} (contract section 6). Operators filter and alert
 * by these values: values may be added, but never renamed.
 */
public enum FailureReason {
    /** The body is not JSON, or not one JSON object. */
    MALFORMED_JSON,
    /** {@code type} or {@code detail-type} is missing, or the worker does not know its value. */
    UNKNOWN_TYPE,
    /** {@code detail} is missing or not an object. */
    MISSING_DETAIL,
    /** A required field of {@code detail} is missing, or null. */
    MISSING_FIELD,
    /** A field of {@code detail} breaks its rule. */
    INVALID_FIELD,

    /** Inventory rejected the call permanently. */
    INVENTORY_REJECTED,
    /** Inventory cannot sell the seats because the hold has ended. The customer has paid. */
    COMMIT_FAILED_EXPIRED,
    /** Inventory cannot sell the seats because another customer has them. The customer has paid. */
    COMMIT_FAILED_CONFLICT,
    /** Inventory cannot sell the seats because it knows of no payment. The customer has paid. */
    COMMIT_FAILED_PAYMENT,
    /** The reservation API rejected the call permanently. */
    RESERVATION_REJECTED,
    /** The reservation API does not know the reservation. */
    RESERVATION_NOT_FOUND,
    /** The reservation has a status that this worker does not know. */
    UNEXPECTED_STATUS,
    /** The payment arrived for a reservation that is expired or cancelled: the seats are no longer held. */
    PAID_BUT_NOT_HELD,
    /** The expiry released the seats while a payment confirmed the reservation. */
    RELEASED_BUT_CONFIRMED,
    /** Neither the event nor the reservation names the seats to sell. */
    NOTHING_TO_COMMIT,
    /** Neither the event nor the reservation names the seats to release. */
    NOTHING_TO_RELEASE,

    /** The retries, or the longest time that a message is held, are used up. */
    RETRIES_EXHAUSTED,
    /** The worker itself failed on every attempt: a bug, or a lack of memory. */
    UNEXPECTED_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The value in message attributes, logs and metrics. */
    public String word() {
        return word;
    }
}
