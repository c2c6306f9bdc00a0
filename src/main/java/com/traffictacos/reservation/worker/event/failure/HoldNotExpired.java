package com.traffictacos.reservation.worker.event.failure;

import java.time.Duration;
import java.time.Instant;

/**
 * An expiry arrived before the end of its hold: it was sent early, or the hold was extended. No service has been
 * changed. The message is not at fault, so the failure never counts towards its retries.
 */
public final class HoldNotExpired extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Duration remaining;

    /**
     * @param endsAt when the hold ends, according to the reservation API
     * @param remaining the time until then, more than zero
     */
    public HoldNotExpired(Instant endsAt, Duration remaining) {
        super("the hold lasts until " + endsAt, null);
        this.remaining = remaining;
    }

    /** The time until the hold ends, measured when this exception was created; not bounded. */
    public Duration remaining() {
        return remaining;
    }
}
