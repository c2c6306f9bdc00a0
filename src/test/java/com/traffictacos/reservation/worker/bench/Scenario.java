package com.traffictacos.reservation.worker.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a worker is put through.
 *
 * @param events how many
 * @param latency of each call to a service
 * @param roundTrip added to each request to the queue
 * @param pool {@code WORKER_CONCURRENCY}
 */
record Scenario(
        String name, Course course, int events, Duration latency, Duration roundTrip, int pool, String description) {

    /** How a run goes. */
    enum Course {
        /** All events wait before the worker starts; the run ends with the last of them. */
        DRAIN,
        /** Events come at a steady rate. */
        STEADY,
        /** The same as a drain, and then the worker is stopped while it has nothing to do. */
        COLD,
        /** No events at all. */
        IDLE,
        /** A drain in whose midst the inventory service goes away for a while. */
        OUTAGE
    }

    /** Of a steady run. */
    static final double EVENTS_PER_SECOND = 100;

    /** How long the inventory service is away in an outage. */
    static final Duration OUTAGE = Duration.ofSeconds(30);

    /** How long a worker without events is watched. */
    static final Duration IDLE = Duration.ofSeconds(60);

    private static final int POOL = 20;
    private static final int COLD_RUNS = 5;

    static final List<Scenario> ALL = Stream.of(
                    List.of(
                            drain("burst", 1_000, 50, 0, POOL),
                            drain("rtt", 5_000, 2, 5, POOL),
                            drain("saturate", 20_000, 0, 0, POOL),
                            new Scenario(
                                    "steady",
                                    Course.STEADY,
                                    6_000,
                                    Duration.ofMillis(20),
                                    Duration.ZERO,
                                    POOL,
                                    "100 events/s for a minute, 20 ms a call"),
                            new Scenario("cold", Course.COLD, 1, Duration.ZERO, Duration.ZERO, POOL, "one event waits"),
                            new Scenario(
                                    "idle",
                                    Course.IDLE,
                                    0,
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    POOL,
                                    "no events for a minute"),
                            new Scenario(
                                    "outage",
                                    Course.OUTAGE,
                                    1_000,
                                    Duration.ofMillis(50),
                                    Duration.ZERO,
                                    POOL,
                                    "1,000 events wait, 50 ms a call, inventory is down for 30 s of them")),
                    List.of(
                            drain("scale-20", 4_000, 20, 0, 20),
                            drain("scale-50", 8_000, 20, 0, 50),
                            drain("scale-100", 12_000, 20, 0, 100),
                            drain("scale-200", 16_000, 20, 0, 200)))
            .flatMap(List::stream)
            .toList();

    /** Not measured: warms up the world's code, and the file cache for the worker's. */
    static final Scenario REHEARSAL = drain("rehearsal", 10_000, 0, 0, POOL);

    private static Scenario drain(String name, int events, int latencyMillis, int roundTripMillis, int pool) {
        String description = "%,d events wait, %d ms a call%s, pool %d"
                .formatted(
                        events,
                        latencyMillis,
                        roundTripMillis == 0 ? "" : ", queue round trip " + roundTripMillis + " ms",
                        pool);
        return new Scenario(
                name,
                Course.DRAIN,
                events,
                Duration.ofMillis(latencyMillis),
                Duration.ofMillis(roundTripMillis),
                pool,
                description);
    }

    /**
     * The scenarios that a list names, in its order.
     *
     * @param names separated by commas; {@code all}; a name stands for all that begin with it and a hyphen, too
     * @throws IllegalArgumentException if there is none of a name
     */
    static List<Scenario> named(String names) {
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            List<Scenario> fitting = ALL.stream()
                    .filter(scenario -> name.trim().equals("all")
                            || scenario.name.equals(name.trim())
                            || scenario.name.startsWith(name.trim() + "-"))
                    .toList();
            if (fitting.isEmpty()) {
                throw new IllegalArgumentException("no scenario " + name);
            }
            chosen.addAll(fitting);
        }
        return List.copyOf(chosen);
    }

    /** A start is over so soon that it is worth some more runs. */
    int runs(int asked) {
        return course == Course.COLD ? Math.max(asked, COLD_RUNS) : asked;
    }
}
