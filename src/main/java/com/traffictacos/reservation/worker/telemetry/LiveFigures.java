package com.traffictacos.reservation.worker.telemetry;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricFilter;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Snapshot.HistogramBucket;
import org.eclipse.microprofile.metrics.Timer;

/**
 * What the metrics say at this moment, for somebody who watches this worker alone. Reads the series that are counted
 * anyway; costs nothing while nobody asks. Safe for use by any number of threads.
 */
@Singleton
public final class LiveFigures {

    /** Timers give their buckets in nanoseconds. */
    private static final double NANOS = 1e9;

    private final MetricRegistry registry;

    @Inject
    public LiveFigures(MetricRegistry registry) {
        this.registry = registry;
    }

    /**
     * How long something took, over all series of a metric since the start.
     *
     * @param buckets how many took at most so many seconds; cumulative
     */
    public record Distribution(long count, Duration sum, SortedMap<Double, Long> buckets) {}

    /** Deliveries since the start, by type and by outcome. */
    public Map<String, Map<String, Long>> events() {
        Map<String, Map<String, Long>> events = new TreeMap<>();
        for (Map.Entry<MetricID, Counter> counter :
                registry.getCounters(named("worker_events_total")).entrySet()) {
            Map<String, String> tags = counter.getKey().getTags();
            long count = counter.getValue().getCount();
            if (count > 0) {
                events.computeIfAbsent(tags.getOrDefault("type", ""), unused -> new TreeMap<>())
                        .merge(tags.getOrDefault("outcome", ""), count, Long::sum);
            }
        }
        return events;
    }

    /** From decoding to the end of the handler. */
    public Distribution processing() {
        return distribution("worker_processing_duration");
    }

    /** From the message's SentTimestamp to its end. */
    public Distribution latency() {
        return distribution("worker_latency");
    }

    /** Receives that failed since the start. */
    public long pollErrors() {
        return registry.getCounters(named("sqs_poll_errors_total")).values().stream()
                .mapToLong(Counter::getCount)
                .sum();
    }

    private Distribution distribution(String name) {
        long count = 0;
        Duration sum = Duration.ZERO;
        SortedMap<Double, Long> buckets = new TreeMap<>();
        for (Timer timer : registry.getTimers(named(name)).values()) {
            count += timer.getCount();
            sum = sum.plus(timer.getElapsedTime());
            for (HistogramBucket bucket : timer.getSnapshot().bucketValues()) {
                buckets.merge(bucket.getBucket() / NANOS, bucket.getCount(), Long::sum);
            }
        }
        return new Distribution(count, sum, buckets);
    }

    private static MetricFilter named(String name) {
        return new MetricFilter() {
            @Override
            public boolean matches(MetricID id, Metric metric) {
                return id.getName().equals(name);
            }
        };
    }
}
