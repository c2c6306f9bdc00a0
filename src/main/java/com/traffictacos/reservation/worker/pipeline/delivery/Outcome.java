package com.traffictacos.reservation.worker.pipeline.delivery;

import java.util.Locale;

/** How a delivery ended; each delivery has exactly one outcome (contract section 6). */
public enum Outcome {
    /** Every step is done; the message was acknowledged. */
    SUCCESS,
    /** The event was stale; the message was acknowledged. */
    SKIPPED,
    /** The event required no work; the message was acknowledged. */
    IGNORED,
    /** Returned to the queue with a delay. */
    RETRIED,
    /** Dead-lettered after its retries. */
    FAILED,
    /** Returned to the queue immediately at shutdown. */
    DROPPED,
    /** Dead-lettered: unreadable, or of an unknown type. */
    INVALID_PAYLOAD,
    /** Dead-lettered: a service rejected the call permanently. */
    DOWNSTREAM_ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the metric label and log key {@code outcome}. */
    public String label() {
        return label;
    }
}
