package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
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
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.config.Config;

/** All metrics of this worker, each name registered once, including those of the JVM. Thread-safe. */
@SingletonBean
public final class Metrics {

    // A registry of this application, not the library's static one, so that it ends with a redeployment of the
    // application.
    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final boolean exemplars;

    /** Exemplars are the worker's own spans, so there are none without tracing, and none if OpenTelemetry's filter says so. */
    @Inject
    public Metrics(TracingSwitch tracing, Config config) {
        this(tracing.isOn()
                && config.getOptionalValue("otel.metrics.exemplar.filter", String.class)
                        .map(String::trim)
                        .filter("always_off"::equalsIgnoreCase)
                        .isEmpty());
    }

    /** Registers the metrics of the JVM and of its process first. */
    public Metrics(boolean exemplars) {
        this.exemplars = exemplars;
        // Metrics that listen to the garbage collector (allocation by pool) would outlive the application and are left
        // out.
        JvmMemoryMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

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

    /**
     * As {@link #histogram}, with an exemplar for a bucket now and then: the ids of a sampled span, the current one if none
     * is given with the value. At most one for each bucket, kept for seven seconds at least; the time of one observation
     * in many.
     */
    Histogram tracedHistogram(String name, String help, double[] bounds, String... labels) {
        Histogram.Builder histogram = Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds);
        return (exemplars ? histogram.withExemplars() : histogram.withoutExemplars()).register(registry);
    }

    /** Adds a value to a {@link #tracedHistogram}, with the trace that it belongs to. */
    void observe(DistributionDataPoint series, double value, Optional<TraceParent> trace) {
        Optional<TraceParent> sampled = exemplars ? trace.filter(TraceParent::sampled) : Optional.empty();
        if (sampled.isPresent()) {
            TraceParent span = sampled.get();
            series.observeWithExemplar(
                    value, Labels.of(Exemplar.TRACE_ID, span.traceId(), Exemplar.SPAN_ID, span.spanId()));
        } else {
            series.observe(value);
        }
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
    public void counters(String name, String help, Consumer<CounterWithCallback.Callback> reader, String... labels) {
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
    public MetricSnapshots now() {
        return registry.scrape();
    }
}
