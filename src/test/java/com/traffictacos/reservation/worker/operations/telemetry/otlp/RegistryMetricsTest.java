package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryMetricsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final RegistryMetrics metrics = new RegistryMetrics(Clock.systemUTC());

    @BeforeEach
    void readTheRegistry() {
        metrics.read(registry::scrape);
    }

    private Map<String, MetricData> produced() {
        return metrics.produce(Resource.getDefault()).stream()
                .collect(Collectors.toMap(MetricData::getName, Function.identity()));
    }

    private MetricData produced(String name) {
        return Optional.ofNullable(produced().get(name)).orElseThrow();
    }

    @Test
    void isEmptyBeforeThereIsARegistry() {
        assertThat(new RegistryMetrics(Clock.systemUTC()).produce(Resource.getDefault()))
                .isEmpty();
    }

    @Test
    void producesCountersAsCumulativeSums() {
        Counter.builder()
                .name("worker_events_total")
                .help("Events.")
                .labelNames("type")
                .register(registry)
                .labelValues("expired")
                .inc(3);

        MetricData events = produced("worker_events_total");

        assertThat(events.getType()).isEqualTo(MetricDataType.DOUBLE_SUM);
        assertThat(events.getDescription()).isEqualTo("Events.");
        assertThat(events.getDoubleSumData().isMonotonic()).isTrue();
        assertThat(events.getDoubleSumData().getAggregationTemporality()).isEqualTo(AggregationTemporality.CUMULATIVE);
        assertThat(events.getDoubleSumData().getPoints()).singleElement().satisfies(point -> {
            assertThat(point.getValue()).isEqualTo(3);
            assertThat(point.getAttributes()).isEqualTo(Attributes.of(AttributeKey.stringKey("type"), "expired"));
            assertThat(point.getStartEpochNanos()).isPositive().isLessThanOrEqualTo(point.getEpochNanos());
        });
    }

    @Test
    void producesBucketsOfTheirOwnAndExemplars() {
        Histogram latency = Histogram.builder()
                .name("worker_latency_seconds")
                .classicOnly()
                .classicUpperBounds(0.1, 1)
                .withExemplars()
                .register(registry);
        latency.observe(0.05);
        latency.observeWithExemplar(0.5, Labels.of("trace_id", TRACE, "span_id", SPAN));
        latency.observe(0.6);
        latency.observe(7);

        MetricData data = produced("worker_latency_seconds");
        HistogramPointData point =
                data.getHistogramData().getPoints().iterator().next();

        assertThat(data.getUnit()).isEqualTo("s");
        assertThat(point.getBoundaries()).containsExactly(0.1, 1.0);
        assertThat(point.getCounts()).containsExactly(1L, 2L, 1L);
        assertThat(point.getCount()).isEqualTo(4);
        assertThat(point.getSum()).isEqualTo(8.15);
        assertThat(point.getExemplars()).singleElement().satisfies(exemplar -> {
            assertThat(exemplar.getValue()).isEqualTo(0.5);
            assertThat(exemplar.getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(exemplar.getSpanContext().getSpanId()).isEqualTo(SPAN);
        });
    }

    @Test
    void producesEveryOtherTypeThatTheRegistryHas() {
        Gauge.builder().name("heap_bytes").register(registry).set(5);
        Info.builder()
                .name("build_info")
                .labelNames("version")
                .register(registry)
                .setLabelValues("1");
        Summary.builder().name("jvm_gc_collection_seconds").register(registry).observe(2);

        assertThat(produced().keySet())
                .containsExactlyInAnyOrder("heap_bytes", "build_info", "jvm_gc_collection_seconds");
        assertThat(produced("heap_bytes").getUnit()).isEqualTo("By");
        assertThat(produced("heap_bytes").getDoubleGaugeData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getValue()).isEqualTo(5));
        assertThat(produced("build_info").getDoubleGaugeData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getValue()).isEqualTo(1));
        assertThat(produced("jvm_gc_collection_seconds").getSummaryData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getSum()).isEqualTo(2));
    }

    @Test
    void keepsTheLastValues() {
        Gauge gauge = Gauge.builder().name("in_flight").register(registry);
        gauge.set(5);

        metrics.keep();
        gauge.set(6);

        assertThat(produced("in_flight").getDoubleGaugeData().getPoints())
                .singleElement()
                .satisfies(point -> assertThat(point.getValue()).isEqualTo(5));
    }
}
