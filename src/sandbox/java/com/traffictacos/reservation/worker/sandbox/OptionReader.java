package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads options from system properties and gathers everything that is wrong with them. Confined to one thread. */
public final class OptionReader {

    private final Properties properties;
    private final List<String> problems = new ArrayList<>();

    /** Every wrong option at once, one line each. */
    public static final class InvalidOptions extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidOptions(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /**
     * Refuses options that there are none of.
     *
     * @param prefix of all options
     * @param known the options by their full names
     */
    public OptionReader(Properties properties, String prefix, Set<String> known) {
        this.properties = properties;
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix) && !known.contains(name))
                .sorted()
                .forEach(name -> problems.add(name + ": there is no such option; there are "
                        + String.join(", ", known.stream().sorted().toList())));
    }

    /** @param accepted what to say of the values that are allowed */
    public <T> T read(String name, String standard, Function<String, T> parser, Predicate<T> allowed, String accepted) {
        // The build hands every option through; blank is one that nobody has set.
        String given = properties.getProperty(name, "").trim();
        String text = given.isEmpty() ? standard : given;
        try {
            T value = parser.apply(text);
            if (allowed.test(value)) {
                return value;
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // Reported below, together with values out of bounds.
        }
        problems.add("%s is '%s'; accepted: %s".formatted(name, text, accepted));
        return parser.apply(standard);
    }

    /** Zero unless given. */
    public Duration duration(String name) {
        return read(
                name,
                "0ms",
                OptionReader::parse,
                d -> !d.isNegative() && d.compareTo(Duration.ofMinutes(1)) <= 0,
                "milliseconds (50ms) or seconds (2s), up to 60s");
    }

    private static Duration parse(String text) {
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        if (text.endsWith("s")) {
            return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        }
        throw new IllegalArgumentException("no unit");
    }

    /** @throws InvalidOptions if anything was wrong */
    public void end() {
        if (!problems.isEmpty()) {
            throw new InvalidOptions(problems);
        }
    }
}
