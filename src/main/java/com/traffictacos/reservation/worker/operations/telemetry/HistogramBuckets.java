package com.traffictacos.reservation.worker.operations.telemetry;

import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Upper bounds of the histograms, in seconds. */
final class HistogramBuckets {

    private static final double MINUTE = 60;

    private HistogramBuckets() {}

    /** For the processing time: 1 ms to 30 s (contract section 6). */
    static double[] work() {
        return new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
    }

    /** For the duration of calls, around their deadline of 250 ms. */
    static double[] calls() {
        return new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5};
    }

    /** For the waiting time in the queue, which reaches minutes with a backlog. */
    static double[] waits() {
        return DoubleStream.concat(DoubleStream.of(0.01, 0.02), DoubleStream.of(delays()))
                .toArray();
    }

    /** For the delay from the event at its producer until seats are released or sold. */
    static double[] delays() {
        return new double[] {
            0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE
        };
    }

    /** For the duration of receives, up to the 20 s of a long poll and a little more. */
    static double[] polls() {
        return new double[] {0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10, 20, 30};
    }

    /** For the number of messages per receive, 0 to 10; not in seconds. */
    static double[] batches() {
        return DoubleStream.concat(
                        DoubleStream.of(0.5), IntStream.rangeClosed(1, 10).asDoubleStream())
                .toArray();
    }

    /** Converts any duration: {@link Duration#toNanos()} overflows beyond 292 years. */
    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
