package com.traffictacos.reservation.worker.event.failure;

import java.time.Duration;
import java.time.Instant;

/**
 * An expiry that comes before the end of its hold: it was sent early, or the hold was extended since. Nothing was touched.
 * It says nothing against the message, so it never counts towards the message's retries.
 */
public final class HoldNotExpired extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Duration remaining;

    /**
     * @param endsAt when the hold ends, by the reservation API's word
     * @param remaining until then, more than zero
     */
    public HoldNotExpired(Instant endsAt, Duration remaining) {
        super("the hold lasts until " + endsAt, null);
        this.remaining = remaining;
    }

    /** How long the hold lasts, counted from when this was thrown; not bounded. */
    public Duration remaining() {
        return remaining;
    }
}
