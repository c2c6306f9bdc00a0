package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.Arrays;

/** The latest durations of one kind, for percentiles. Safe for use by any number of threads. */
public final class LatencySamples {

    /** Enough for exact percentiles of any run with an end, and a bound for runs without. */
    private static final int CAPACITY = 100_000;

    private final long[] nanos = new long[CAPACITY];
    private long count;

    synchronized void add(Duration duration) {
        nanos[(int) (count % CAPACITY)] = duration.toNanos();
        count++;
    }

    /** How many were added, those that have been overwritten included. */
    public synchronized long count() {
        return count;
    }

    /**
     * The duration that the given share of the samples does not exceed (nearest rank).
     *
     * @param share 0 to 1
     * @return zero when there is no sample
     */
    public Duration percentile(double share) {
        return percentileOfLatest(CAPACITY, share);
    }

    /** The same of the latest samples alone. */
    Duration percentileOfLatest(int samples, double share) {
        long[] sorted = latest(samples);
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return Duration.ofNanos(sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)]);
    }

    private synchronized long[] latest(int wanted) {
        int size = (int) Math.min(Math.min(count, CAPACITY), wanted);
        long[] copy = new long[size];
        for (int i = 0; i < size; i++) {
            copy[i] = nanos[(int) ((count - 1 - i) % CAPACITY)];
        }
        return copy;
    }
}
