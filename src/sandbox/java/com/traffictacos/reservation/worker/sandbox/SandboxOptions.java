package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;

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

    /** @throws OptionReader.InvalidOptions if an option is unknown, unreadable or out of its bounds */
    public static SandboxOptions from(Properties properties) {
        OptionReader reader = new OptionReader(properties, "sandbox.", KNOWN);
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
                ports(reader, external));
        reader.end();
        return options;
    }

    /** Free ports for a worker that is told them; fixed ones for a worker that somebody else starts. */
    private static SandboxWorld.Ports ports(OptionReader reader, boolean fixed) {
        return new SandboxWorld.Ports(
                port(reader, "sandbox.queuePort", fixed ? "9324" : "0"),
                port(reader, "sandbox.inventoryPort", fixed ? "8021" : "0"),
                port(reader, "sandbox.reservationPort", fixed ? "8010" : "0"));
    }

    private static int port(OptionReader reader, String name, String standard) {
        return reader.read(name, standard, Integer::valueOf, n -> n >= 0 && n <= 65_535, "a port; 0 for any free one");
    }
}
