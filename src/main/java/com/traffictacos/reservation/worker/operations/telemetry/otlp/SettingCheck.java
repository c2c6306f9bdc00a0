package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether OpenTelemetry can work with one of its properties.
 *
 * @param fallback a value that it can work with, for when it can't
 * @param takes may throw {@link ConfigurationException}, as the SDK would
 */
record SettingCheck(String property, String fallback, Predicate<ConfigProperties> takes) {

    private static final String ABSENT = "";

    boolean isMet(ConfigProperties config) {
        try {
            return takes.test(config);
        } catch (ConfigurationException | ArithmeticException unreadable) {
            return false;
        }
    }

    static SettingCheck duration(String property, Duration min) {
        return new SettingCheck(property, ABSENT, config -> {
            Duration value = config.getDuration(property);
            return value == null || value.compareTo(min) >= 0;
        });
    }

    static SettingCheck wholeNumber(String property, int min, int max) {
        return new SettingCheck(property, ABSENT, config -> {
            Integer value = config.getInt(property);
            return value == null || (value >= min && value <= max);
        });
    }

    /** One of these words, or absent. */
    static SettingCheck word(String property, String fallback, Set<String> words) {
        return new SettingCheck(property, fallback, config -> {
            String value = config.getString(property);
            return value == null
                    || value.isBlank()
                    || words.contains(value.trim().toLowerCase(Locale.ROOT));
        });
    }

    /** Any of these words, {@code none} alone, or absent. */
    static SettingCheck words(String property, String fallback, Set<String> words) {
        return new SettingCheck(property, fallback, config -> {
            List<String> values = config.getList(property);
            return values.equals(List.of("none")) || words.containsAll(values);
        });
    }

    /** A share from 0 to 1, where a condition holds; unread where it does not. */
    static SettingCheck share(String property, Predicate<ConfigProperties> isRead) {
        return new SettingCheck(property, ABSENT, config -> {
            if (!isRead.test(config)) {
                return true;
            }
            Double value = config.getDouble(property);
            return value == null || (value >= 0 && value <= 1);
        });
    }
}
