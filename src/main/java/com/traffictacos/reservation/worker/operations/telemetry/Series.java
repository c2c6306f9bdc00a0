package com.traffictacos.reservation.worker.operations.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * One time series for each value of a label, all created in advance: a series starts at zero, not with its first event,
 * and counting is an array access. Thread-safe.
 */
final class Series<K extends Enum<K>, M> {

    private final Map<K, M> byValue;

    private Series(Map<K, M> byValue) {
        this.byValue = byValue;
    }

    static <K extends Enum<K>, M> Series<K, M> of(Class<K> values, Function<K, M> maker) {
        Map<K, M> made = new EnumMap<>(values);
        for (K value : values.getEnumConstants()) {
            made.put(value, maker.apply(value));
        }
        return new Series<>(made);
    }

    M get(K value) {
        M series = byValue.get(value);
        if (series == null) {
            throw new IllegalStateException("no series for " + value);
        }
        return series;
    }
}
