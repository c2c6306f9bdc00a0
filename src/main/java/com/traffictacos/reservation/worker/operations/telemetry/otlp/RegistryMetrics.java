package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The metrics of {@code /metrics} for OpenTelemetry: the same registry, names and labels, cumulative. Empty before the
 * worker has started. Thread-safe.
 */
final class RegistryMetrics implements MetricProducer {

    private final Clock clock;
    private final Instant start;
    private volatile Supplier<MetricSnapshots> registry = MetricSnapshots::new;

    RegistryMetrics(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void read(Supplier<MetricSnapshots> newRegistry) {
        registry = newRegistry;
    }

    /** Keeps the current values for the last export, which comes when the beans that are read here are gone. */
    void keep() {
        MetricSnapshots last = registry.get();
        registry = () -> last;
    }

    @Override
    public Collection<MetricData> produce(Resource resource) {
        SnapshotMapper mapper = new SnapshotMapper(resource, start, clock.instant());
        return mapper.metrics(registry.get());
    }
}
