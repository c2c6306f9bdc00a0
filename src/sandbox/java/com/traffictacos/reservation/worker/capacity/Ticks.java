package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;

/** The simulation's time: steps of ten milliseconds, counted from its begin. */
final class Ticks {

    static final int PER_SECOND = 100;

    private Ticks() {}

    /** The steps of a duration, rounded up. */
    static int of(Duration duration) {
        return Math.toIntExact(Math.ceilDiv(duration.toMillis(), 1_000 / PER_SECOND));
    }

    static double seconds(long ticks) {
        return ticks / (double) PER_SECOND;
    }
}
