package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
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
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** All metrics of this worker, each name registered once, including those of the JVM. Thread-safe. */
@SingletonBean
public final class Metrics {

    // A registry of this application, not the library's static one, so that it ends with a redeployment of the
    // application.
    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** Registers the metrics of the JVM and of its process first. */
    @Inject
    public Metrics() {
        // Metrics that listen to the garbage collector (allocation by pool) would outlive the application and are left
        // out.
        JvmMemoryMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    // No metric has exemplars: the log and the spans cover single events.

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

    /** A gauge that is read at each scrape. */
    void gauge(String name, String help, DoubleSupplier value) {
        gauges(name, help, reading -> reading.call(value.getAsDouble()));
    }

    /** Gauges that are read at each scrape, one for each call with the values of its labels. */
    void gauges(String name, String help, Consumer<GaugeWithCallback.Callback> reader, String... labels) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(reader)
                .register(registry);
    }

    /** Counters that are kept elsewhere and read at each scrape, one for each call with the values of its labels. */
    void counters(String name, String help, Consumer<CounterWithCallback.Callback> reader, String... labels) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(reader)
                .register(registry);
    }

    /** A constant 1 whose labels contain the information. */
    Info info(String name, String help, String... labels) {
        return Info.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** The current values of all metrics. */
    MetricSnapshots now() {
        return registry.scrape();
    }
}
