package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The current values of the metrics of this worker, for the operators' interfaces. Reads series that are counted anyway
 * and costs nothing without a request. Thread-safe.
 */
@SingletonBean
public final class MetricsSnapshot {

    private static final double NANOS = 1e9;

    private final DeliveryMetrics deliveries;
    private final QueueMetrics queue;

    @Inject
    public MetricsSnapshot(DeliveryMetrics deliveries, QueueMetrics queue) {
        this.deliveries = deliveries;
        this.queue = queue;
    }

    /**
     * The distribution of a duration, over all series of a metric since the start.
     *
     * @param buckets the number of values up to each bound in seconds; cumulative, without the unbounded bucket
     */
    public record Distribution(long count, Duration sum, SortedMap<Double, Long> buckets) {}

    /** Deliveries since the start, by type and by outcome; zero counts are left out. */
    public Map<String, Map<String, Long>> events() {
        Map<String, Map<String, Long>> events = new TreeMap<>();
        for (EventType type : EventType.values()) {
            for (Outcome outcome : Outcome.values()) {
                long count = deliveries.ended(type, outcome);
                if (count > 0) {
                    events.computeIfAbsent(type.label(), unused -> new TreeMap<>())
                            .put(outcome.label(), count);
                }
            }
        }
        return events;
    }

    /** The time from decoding to the end of the handler. */
    public Distribution processing() {
        return distribution(deliveries.processing());
    }

    /** The time from the message's SentTimestamp to the end of its delivery. */
    public Distribution latency() {
        return distribution(deliveries.latency());
    }

    /** Receives that failed since the start. */
    public long pollErrors() {
        return queue.pollErrors();
    }

    private static Distribution distribution(HistogramSnapshot histogram) {
        long count = 0;
        double sum = 0;
        SortedMap<Double, Long> buckets = new TreeMap<>();
        for (HistogramDataPointSnapshot series : histogram.getDataPoints()) {
            count += series.getCount();
            sum += series.getSum();
            long upToHere = 0;
            for (ClassicHistogramBucket bucket : series.getClassicBuckets()) {
                upToHere += bucket.getCount();
                // The last bucket has no bound: its value is the count.
                if (Double.isFinite(bucket.getUpperBound())) {
                    buckets.merge(bucket.getUpperBound(), upToHere, Long::sum);
                }
            }
        }
        return new Distribution(count, Duration.ofNanos(Math.round(sum * NANOS)), buckets);
    }
}
