package com.traffictacos.reservation.worker.operations.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Everything that this worker measures, each name once, the JVM's own figures with it. Safe for use by any number of
 * threads.
 */
@Singleton
public final class Metrics {

    // Of this application, not the library's static one: it ends with the application when that is deployed anew.
    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** Begins with the figures of the JVM and of its process. */
    @Inject
    public Metrics() {
        // Those that listen to the collector (allocation by pool) would outlive the application, and are left out.
        JvmMemoryMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    // Nothing has exemplars: the log and the spans tell of single events.

    Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** @param bounds of the buckets, ascending */
    Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    /** A figure that is read when somebody looks. */
    void gauge(String name, String help, DoubleSupplier value) {
        gauges(name, help, reading -> reading.call(value.getAsDouble()));
    }

    /** Figures that are read when somebody looks, one for each call with the values of its labels. */
    void gauges(String name, String help, Consumer<GaugeWithCallback.Callback> reader, String... labels) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(reader)
                .register(registry);
    }

    /** Counters that something else keeps, one for each call with the values of its labels. */
    void counters(String name, String help, Consumer<CounterWithCallback.Callback> reader, String... labels) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(reader)
                .register(registry);
    }

    /** A one whose labels are what there is to tell. */
    Info info(String name, String help, String... labels) {
        return Info.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** Every figure as it is now. */
    MetricSnapshots now() {
        return registry.scrape();
    }
}
