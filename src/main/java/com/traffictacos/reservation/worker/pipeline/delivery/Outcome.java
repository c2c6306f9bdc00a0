package com.traffictacos.reservation.worker.pipeline.delivery;

import java.util.Locale;

/** How a delivery ended; each delivery ends in exactly one of these (contract section 6). */
public enum Outcome {
    /** Every step is done: acknowledged. */
    SUCCESS,
    /** The event was stale: acknowledged. */
    SKIPPED,
    /** The event asked for nothing: acknowledged. */
    IGNORED,
    /** Handed back with a delay. */
    RETRIED,
    /** Dead-lettered after its retries. */
    FAILED,
    /** Given up at shutdown: handed back at once. */
    DROPPED,
    /** Dead-lettered: not readable, or of an unknown type. */
    INVALID_PAYLOAD,
    /** Dead-lettered: a service refused for good. */
    DOWNSTREAM_ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the metric label and log key {@code outcome}. */
    public String label() {
        return label;
    }
}
