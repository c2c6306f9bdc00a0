package com.traffictacos.reservation.worker.bench;

import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * One figure over several runs.
 *
 * @param runs that measured it
 */
record Spread(double median, double least, double most, int runs) {

    /** Empty without values. */
    static Optional<Spread> of(double... values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new Spread(
                Calculation.median(values),
                DoubleStream.of(values).min().getAsDouble(),
                DoubleStream.of(values).max().getAsDouble(),
                values.length));
    }

    /** From the least to the most; empty of one run. */
    String range(BenchFigure figure) {
        return runs == 1 ? "" : figure.text(least) + "-" + figure.text(most);
    }
}
