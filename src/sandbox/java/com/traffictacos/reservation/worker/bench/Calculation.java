package com.traffictacos.reservation.worker.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The arithmetic between what was seen and what is shown. Stateless. */
final class Calculation {

    private static final double EVENTS_IN_THE_MIDDLE = 0.8;
    private static final double MEGABYTE = 1_048_576;

    private Calculation() {}

    /** CPU time that worker and world have used, at one moment. */
    record Cpu(Duration worker, Duration world) {

        Cpu since(Cpu earlier) {
            return new Cpu(worker.minus(earlier.worker), world.minus(earlier.world));
        }
    }

    /**
     * The figures of a run with events.
     *
     * @param used from the first delivery to the last delete
     * @param usedInTheMiddle while the middle eight tenths of the events were deleted
     * @param cpus of the machine
     */
    static Map<BenchFigure, Double> ofRun(WorldFigures seen, int pool, Cpu used, Cpu usedInTheMiddle, int cpus) {
        Map<BenchFigure, Double> figures = new EnumMap<>(BenchFigure.class);
        double events = seen.deleted();
        double span = seconds(seen.untilLast());
        double throughput = ratio(events, span);
        double ceiling = ratio(pool, ratio(seconds(seen.downstream()), events));
        double cpuLimit = ratio(cpus, ratio(seconds(used.worker().plus(used.world())), events));
        // A mean beside percentiles: nobody knows which calls the event of a percentile made.
        double calls = ratio(millis(seen.downstream()), events);
        figures.put(BenchFigure.EVENTS_PER_SECOND, throughput);
        figures.put(BenchFigure.MIDDLE_EVENTS_PER_SECOND, ratio(EVENTS_IN_THE_MIDDLE * events, seconds(seen.middle())));
        figures.put(BenchFigure.DOWNSTREAM_MS_PER_EVENT, calls);
        figures.put(BenchFigure.CEILING, ceiling);
        figures.put(BenchFigure.SHARE_OF_CEILING, ratio(throughput, ceiling));
        figures.put(BenchFigure.CPU_LIMIT, cpuLimit);
        figures.put(BenchFigure.SHARE_OF_LIMIT, ratio(throughput, Math.min(ceiling, cpuLimit)));
        figures.put(BenchFigure.RECEIVE_P50_BESIDE_CALLS, millis(seen.receive().get(0)) - calls);
        figures.put(BenchFigure.RECEIVE_P99_BESIDE_CALLS, millis(seen.receive().get(2)) - calls);
        figures.put(BenchFigure.SEND_P50, millis(seen.send().get(0)));
        figures.put(BenchFigure.SEND_P95, millis(seen.send().get(1)));
        figures.put(BenchFigure.SEND_P99, millis(seen.send().get(2)));
        figures.put(BenchFigure.RECEIVE_P50, millis(seen.receive().get(0)));
        figures.put(BenchFigure.RECEIVE_P95, millis(seen.receive().get(1)));
        figures.put(BenchFigure.RECEIVE_P99, millis(seen.receive().get(2)));
        double requests = (double) seen.allRequests();
        double receives = (double) seen.requests("ReceiveMessage");
        double deletes = (double) seen.requests("DeleteMessageBatch");
        figures.put(BenchFigure.REQUESTS_PER_EVENT, ratio(requests, events));
        figures.put(BenchFigure.RECEIVES_PER_EVENT, ratio(receives, events));
        figures.put(BenchFigure.DELETES_PER_EVENT, ratio(deletes, events));
        figures.put(BenchFigure.OTHERS_PER_EVENT, ratio(requests - receives - deletes, events));
        figures.put(BenchFigure.WORKER_CPU_MS_PER_EVENT, ratio(millis(used.worker()), events));
        figures.put(
                BenchFigure.WORKER_CPU_MS_PER_EVENT_MIDDLE,
                ratio(millis(usedInTheMiddle.worker()), EVENTS_IN_THE_MIDDLE * events));
        figures.put(BenchFigure.WORLD_CPU_MS_PER_EVENT, ratio(millis(used.world()), events));
        figures.put(BenchFigure.WORKER_CPU_SHARE, ratio(seconds(used.worker()), span * cpus));
        figures.put(BenchFigure.WORLD_CPU_SHARE, ratio(seconds(used.world()), span * cpus));
        figures.put(BenchFigure.REDELIVERIES, (double) seen.redeliveries());
        figures.put(BenchFigure.WRONG, (double) seen.wrong());
        return figures;
    }

    /** Memory at the end of a run, and the most there ever was. */
    static Map<BenchFigure, Double> ofMemory(ProcessFigures worker, long mostAnonymousBytes) {
        return Map.of(
                BenchFigure.PEAK_MB,
                worker.peakBytes() / MEGABYTE,
                BenchFigure.RESIDENT_MB,
                worker.residentBytes() / MEGABYTE,
                BenchFigure.ANONYMOUS_MOST_MB,
                mostAnonymousBytes / MEGABYTE);
    }

    /** What a start has cost when its last work is done. */
    static Map<BenchFigure, Double> ofStart(ProcessFigures worker) {
        return Map.of(
                BenchFigure.SETTLED_CPU_S,
                seconds(worker.cpu()),
                BenchFigure.ANONYMOUS_AFTER_START_MB,
                worker.anonymousBytes() / MEGABYTE,
                BenchFigure.FILE_AFTER_START_MB,
                worker.fileBytes() / MEGABYTE);
    }

    /** The figures of a worker that had nothing to do for so long. */
    static Map<BenchFigure, Double> ofIdleness(Duration time, long receives, Duration used) {
        return Map.of(
                BenchFigure.IDLE_RECEIVES_PER_MINUTE,
                ratio(receives * 60.0, seconds(time)),
                BenchFigure.IDLE_CPU_PERCENT,
                ratio(100 * seconds(used), seconds(time)));
    }

    /** The middle one; the mean of the two in the middle of an even number. */
    static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Zero by zero, as by a scenario without calls to services, is zero. */
    static double ratio(double value, double by) {
        return by == 0 ? 0 : value / by;
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
