package com.traffictacos.reservation.worker.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a worker is put through.
 *
 * @param events how many
 * @param latency of each call to a service
 * @param roundTrip added to each request to the queue
 * @param pool {@code WORKER_CONCURRENCY}
 */
record BenchScenario(
        String name, Course course, int events, Duration latency, Duration roundTrip, int pool, String description) {

    /** How a run goes. */
    sealed interface Course {

        /** Whether the events wait before the program starts. */
        default boolean eventsWait() {
            return true;
        }
    }

    /** All events wait before the program starts; the run ends with the last of them. */
    record Drain() implements Course {}

    /** Events come at a steady rate. */
    record Steady(int eventsPerSecond) implements Course {

        @Override
        public boolean eventsWait() {
            return false;
        }
    }

    /**
     * A start that one event waits for, and the stop of a program that has nothing to do.
     *
     * @param limit of what the program may use
     */
    record Cold(Optional<ResourceLimit> limit) implements Course {}

    /** No events at all. */
    record Idle() implements Course {

        @Override
        public boolean eventsWait() {
            return false;
        }
    }

    /** A drain in whose midst the inventory service goes away for a while. */
    record Outage() implements Course {}

    /** How long the inventory service is away in an outage. */
    static final Duration OUTAGE = Duration.ofSeconds(30);

    /** How long a worker without events is watched. */
    static final Duration IDLE = Duration.ofSeconds(60);

    private static final int POOL = 20;
    private static final int WIDE_POOL = 50;
    private static final int COLD_RUNS = 5;
    private static final int STEADY_SECONDS = 60;

    static final List<BenchScenario> ALL = Stream.of(
                    List.of(
                            drain("burst", 1_000, 50, 0, POOL),
                            drain("rtt", 5_000, 2, 5, POOL),
                            drain("saturate", 20_000, 0, 0, POOL),
                            steady(10, POOL),
                            steady(100, POOL),
                            // A pool of 20 ends near 350 events per second at 20 ms per call.
                            steady(500, WIDE_POOL),
                            cold("cold", Optional.empty(), "one event waits"),
                            cold(
                                    "start-half-cpu-256MiB",
                                    Optional.of(new ResourceLimit(0.5, 256)),
                                    "one event waits, half a CPU and 256 MiB by a control group"),
                            of("idle", new Idle(), 0, 0, POOL, "no events for a minute"),
                            of(
                                    "outage",
                                    new Outage(),
                                    1_000,
                                    50,
                                    POOL,
                                    "1,000 events wait, 50 ms per call, inventory is down for 30 s of them")),
                    List.of(
                            drain("scale-20", 4_000, 20, 0, 20),
                            drain("scale-50", 8_000, 20, 0, 50),
                            drain("scale-100", 12_000, 20, 0, 100),
                            drain("scale-200", 16_000, 20, 0, 200)))
            .flatMap(List::stream)
            .toList();

    /** Not measured: warms up the world's code, and the file cache for the program's. */
    static final BenchScenario WARM_UP = drain("warm-up", 10_000, 0, 0, POOL);

    private static BenchScenario of(
            String name, Course course, int events, int latencyMillis, int pool, String description) {
        return new BenchScenario(
                name, course, events, Duration.ofMillis(latencyMillis), Duration.ZERO, pool, description);
    }

    private static BenchScenario steady(int eventsPerSecond, int pool) {
        return of(
                "steady-" + eventsPerSecond,
                new Steady(eventsPerSecond),
                eventsPerSecond * STEADY_SECONDS,
                20,
                pool,
                "%d events/s for a minute, 20 ms per call, pool %d".formatted(eventsPerSecond, pool));
    }

    private static BenchScenario cold(String name, Optional<ResourceLimit> limit, String description) {
        return of(name, new Cold(limit), 1, 0, POOL, description);
    }

    private static BenchScenario drain(String name, int events, int latencyMillis, int roundTripMillis, int pool) {
        String description = "%,d events wait, %d ms per call%s, pool %d"
                .formatted(
                        events,
                        latencyMillis,
                        roundTripMillis == 0 ? "" : ", queue round trip " + roundTripMillis + " ms",
                        pool);
        return new BenchScenario(
                name,
                new Drain(),
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
    static List<BenchScenario> named(String names) {
        List<BenchScenario> chosen = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            List<BenchScenario> fitting = ALL.stream()
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

    /** What the program may use; empty: the machine. */
    Optional<ResourceLimit> limit() {
        return course instanceof Cold cold ? cold.limit() : Optional.empty();
    }

    /** A start without a limit is over so soon that it is worth some more runs, where medians are asked for. */
    int runs(int asked) {
        boolean isShort = course instanceof Cold && limit().isEmpty();
        return isShort && asked > 1 ? Math.max(asked, COLD_RUNS) : asked;
    }
}
