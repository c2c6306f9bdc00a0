package com.traffictacos.reservation.worker.pipeline.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays that double up to a bound: base, 2, 4, 8 ... times base, never more than {@code max}.
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

    /** @param attempt which failure this was, 1 or more */
    public Duration delay(int attempt) {
        // Doubling stops mattering long before the shift could overflow.
        int doublings = Math.min(Math.max(attempt - 1, 0), 30);
        Duration delay = base.multipliedBy(1L << doublings);
        return delay.compareTo(max) < 0 ? delay : max;
    }

    /**
     * The delay, up to a quarter longer by chance, so that workers that failed together do not come back together.
     *
     * @param attempt which failure this was, 1 or more
     */
    public Duration jitteredDelay(int attempt) {
        Duration delay = delay(attempt);
        return delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 4 + 1));
    }
}
