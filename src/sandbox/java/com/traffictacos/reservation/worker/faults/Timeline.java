package com.traffictacos.reservation.worker.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Points in time, to be counted. */
record Timeline(List<Instant> points) {

    Timeline {
        points = points.stream().sorted().toList();
    }

    static Timeline of(Stream<Instant> points) {
        return new Timeline(points.toList());
    }

    static <T> Timeline of(Collection<T> all, java.util.function.Function<T, Instant> at) {
        return of(all.stream().map(at));
    }

    long count(Instant from, Instant to) {
        return points.stream()
                .filter(point -> !point.isBefore(from) && point.isBefore(to))
                .count();
    }

    double perSecond(Instant from, Instant to) {
        return count(from, to) / (Duration.between(from, to).toNanos() / 1e9);
    }
}
