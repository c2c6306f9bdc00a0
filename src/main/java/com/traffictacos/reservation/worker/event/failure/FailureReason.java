package com.traffictacos.reservation.worker.event.failure;

import java.util.Locale;

/**
 * The fixed list of words that a dead letter's {@code failure_reason} is taken from (contract section 6). Operators
 * filter and alert by these words: they are added to, never renamed.
 */
public enum FailureReason {
    /** The body is not JSON, or not one JSON object. */
    MALFORMED_JSON,
    /** No {@code type} or {@code detail-type}, or one that the worker does not know. */
    UNKNOWN_TYPE,
    /** {@code detail} is missing or no object. */
    MISSING_DETAIL,
    /** A required field of {@code detail} is missing, or null. */
    MISSING_FIELD,
    /** A field of {@code detail} breaks its rule. */
    INVALID_FIELD,

    /** Inventory answered with a permanent refusal. */
    INVENTORY_REJECTED,
    /** Inventory cannot sell the seats: the hold had run out. The customer has paid. */
    COMMIT_FAILED_EXPIRED,
    /** Inventory cannot sell the seats: somebody else has them. The customer has paid. */
    COMMIT_FAILED_CONFLICT,
    /** Inventory cannot sell the seats: it knows of no payment. The customer has paid. */
    COMMIT_FAILED_PAYMENT,
    /** The reservation API answered with a permanent refusal. */
    RESERVATION_REJECTED,
    /** The reservation API does not know the reservation. */
    RESERVATION_NOT_FOUND,
    /** The reservation has a status that this worker does not know. */
    UNEXPECTED_STATUS,
    /** The payment came for a reservation that is expired or cancelled: the seats are gone. */
    PAID_BUT_NOT_HELD,
    /** The expiry freed the seats while a payment confirmed the reservation. */
    RELEASED_BUT_CONFIRMED,
    /** Neither the event nor the reservation names the seats to sell. */
    NOTHING_TO_COMMIT,
    /** Neither the event nor the reservation names the seats to release. */
    NOTHING_TO_RELEASE,

    /** Transient failures on every try. */
    RETRIES_EXHAUSTED,
    /** The worker itself failed on every try: a bug, or a lack of memory. */
    UNEXPECTED_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word as it stands in message attributes, logs and metrics. */
    public String word() {
        return word;
    }
}
