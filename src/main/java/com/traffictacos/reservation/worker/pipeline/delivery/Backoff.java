package com.traffictacos.reservation.worker.pipeline.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays that double up to a maximum: 1, 2, 4, 8 ... times the base, never more than {@code max}.
 *
 * @param base the first delay, more than zero
 * @param max the longest delay, at least the base
 */
public record Backoff(Duration base, Duration max) {

    public Backoff {
        if (base.isNegative() || base.isZero() || max.compareTo(base) < 0) {
            throw new IllegalArgumentException("base " + base + ", max " + max);
        }
    }

    /** @param attempt the number of this failure, 1 or more */
    public Duration delay(int attempt) {
        // The maximum is reached long before the shift could overflow.
        int doublings = Math.min(Math.max(attempt - 1, 0), 30);
        Duration delay = base.multipliedBy(1L << doublings);
        return delay.compareTo(max) < 0 ? delay : max;
    }

    /**
     * The delay plus a random part of up to a quarter, so that workers that failed together do not retry together.
     *
     * @param attempt the number of this failure, 1 or more
     */
    public Duration jitteredDelay(int attempt) {
        Duration delay = delay(attempt);
        return delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 4 + 1));
    }
}
