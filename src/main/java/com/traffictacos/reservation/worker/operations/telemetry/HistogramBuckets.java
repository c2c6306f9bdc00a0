package com.traffictacos.reservation.worker.operations.telemetry;

import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Upper bounds of the histograms, in seconds. */
final class HistogramBuckets {

    private static final double MINUTE = 60;

    private HistogramBuckets() {}

    /** For work: 1 ms to 30 s (contract section 6). */
    static double[] work() {
        return new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
    }

    /** For calls, around their deadline of 250 ms. */
    static double[] calls() {
        return new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5};
    }

    /** For waits in the queue, which a backlog makes minutes. */
    static double[] waits() {
        return DoubleStream.concat(DoubleStream.of(0.01, 0.02), DoubleStream.of(delays()))
                .toArray();
    }

    /** From the event at its producer to seats that are free or sold. */
    static double[] delays() {
        return new double[] {
            0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE
        };
    }

    /** For receives, up to the 20 s of a long poll and a little more. */
    static double[] polls() {
        return new double[] {0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10, 20, 30};
    }

    /** For the messages of a receive, none to ten; not seconds. */
    static double[] batches() {
        return DoubleStream.concat(
                        DoubleStream.of(0.5), IntStream.rangeClosed(1, 10).asDoubleStream())
                .toArray();
    }

    /** Any duration at all: {@link Duration#toNanos()} overflows beyond 292 years. */
    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
