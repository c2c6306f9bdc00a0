package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the sandbox is asked to do, from system properties {@code sandbox.*}.
 *
 * @param events so many, then the run ends by itself; zero: no end
 * @param rate events a second; zero: all of them wait in the queue before the worker starts
 * @param latency of every call to a service
 * @param queueLatency added to every round trip to the queue
 * @param failures share of calls that fail in ways that pass
 * @param concurrency {@code WORKER_CONCURRENCY} of the worker
 * @param poison dead letters that lie there from the start
 * @param external whether somebody else runs the worker
 */
public record SandboxOptions(
        int events,
        double rate,
        Duration latency,
        Duration queueLatency,
        double failures,
        long seed,
        int concurrency,
        int poison,
        boolean external,
        SandboxWorld.Ports ports) {

    private static final Set<String> KNOWN = Set.of(
            "sandbox.events",
            "sandbox.rate",
            "sandbox.latency",
            "sandbox.queueLatency",
            "sandbox.failures",
            "sandbox.seed",
            "sandbox.concurrency",
            "sandbox.poison",
            "sandbox.worker",
            "sandbox.queuePort",
            "sandbox.inventoryPort",
            "sandbox.reservationPort");

    /** A run without an end has no burst to begin with, so it needs a rate. */
    private static final double ENDLESS_RATE = 20;

    /** Every wrong option at once, one line each. */
    public static final class InvalidOptions extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidOptions(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /** @throws InvalidOptions if an option is unknown, unreadable or out of its bounds */
    public static SandboxOptions from(Properties properties) {
        Reader reader = new Reader(properties);
        reader.refuseUnknown();
        int events = reader.read("sandbox.events", "0", Integer::valueOf, n -> n >= 0, "0 (no end) or more");
        double rate = reader.read(
                "sandbox.rate",
                events == 0 ? Double.toString(ENDLESS_RATE) : "0",
                Double::valueOf,
                r -> r >= 0 && r <= 5_000 && (r > 0 || events > 0),
                "events a second up to 5000; 0 (all at once) only together with sandbox.events");
        boolean external = reader.read(
                        "sandbox.worker",
                        "process",
                        text -> text,
                        text -> text.equals("process") || text.equals("external"),
                        "process or external")
                .equals("external");
        SandboxOptions options = new SandboxOptions(
                events,
                rate,
                reader.duration("sandbox.latency"),
                reader.duration("sandbox.queueLatency"),
                reader.read("sandbox.failures", "0", Double::valueOf, s -> s >= 0 && s <= 1, "a share, 0 to 1"),
                reader.read("sandbox.seed", "1", Long::valueOf, n -> true, "a whole number"),
                reader.read("sandbox.concurrency", "20", Integer::valueOf, n -> n >= 1 && n <= 1_000, "1 to 1000"),
                reader.read("sandbox.poison", "0", Integer::valueOf, n -> n >= 0 && n <= 200_000, "0 to 200000"),
                external,
                reader.ports(external));
        reader.end();
        return options;
    }

    private static final class Reader {

        private final Properties properties;
        private final List<String> problems = new ArrayList<>();

        Reader(Properties properties) {
            this.properties = properties;
        }

        void refuseUnknown() {
            properties.stringPropertyNames().stream()
                    .filter(name -> name.startsWith("sandbox.") && !KNOWN.contains(name))
                    .sorted()
                    .forEach(name -> problems.add(name + ": there is no such option; there are "
                            + String.join(", ", KNOWN.stream().sorted().toList())));
        }

        <T> T read(String name, String standard, Function<String, T> parser, Predicate<T> allowed, String accepted) {
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

        Duration duration(String name) {
            return read(
                    name,
                    "0ms",
                    Reader::parse,
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

        /** Free ports for a worker that is told them; fixed ones for a worker that somebody else starts. */
        SandboxWorld.Ports ports(boolean fixed) {
            return new SandboxWorld.Ports(
                    port("sandbox.queuePort", fixed ? "9324" : "0"),
                    port("sandbox.inventoryPort", fixed ? "8021" : "0"),
                    port("sandbox.reservationPort", fixed ? "8010" : "0"));
        }

        private int port(String name, String standard) {
            return read(name, standard, Integer::valueOf, n -> n >= 0 && n <= 65_535, "a port; 0 for any free one");
        }

        void end() {
            if (!problems.isEmpty()) {
                throw new InvalidOptions(problems);
            }
        }
    }
}
