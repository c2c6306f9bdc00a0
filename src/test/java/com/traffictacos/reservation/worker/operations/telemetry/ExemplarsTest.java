package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.prometheus.metrics.core.metrics.Histogram;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Exemplars, as the OpenMetrics form of {@code /metrics} shows them. */
class ExemplarsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    private static List<String> exemplars(Metrics metrics, String accept) {
        byte[] body = new MetricsPage(metrics::now, System::nanoTime)
                .text(accept, List.of())
                .body();
        return new String(body, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(TRACE))
                .toList();
    }

    private static Histogram latency(Metrics metrics) {
        return metrics.tracedHistogram("latency_seconds", "Latency.", new double[] {0.1, 1});
    }

    private static void observe(Metrics metrics, boolean sampled) {
        Histogram latency = latency(metrics);
        for (int i = 0; i < 1_000; i++) {
            metrics.observe(latency, 0.5, Optional.of(new TraceParent(TRACE, SPAN, sampled)));
        }
    }

    @Test
    void nameASampledTraceOncePerBucket() {
        Metrics metrics = new Metrics(true);
        observe(metrics, true);

        assertThat(exemplars(metrics, OPEN_METRICS))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("latency_seconds_bucket{le=\"1.0\"} 1000 # {")
                        .contains("trace_id=\"" + TRACE + "\"", "span_id=\"" + SPAN + "\""));
        assertThat(exemplars(metrics, "")).as("the text format has none").isEmpty();
    }

    @Test
    void nameNoTraceThatIsNotSampled() {
        Metrics metrics = new Metrics(true);
        observe(metrics, false);

        assertThat(exemplars(metrics, OPEN_METRICS)).isEmpty();
    }

    @Test
    void areAbsentWithoutTracing() {
        Metrics metrics = new Metrics(false);
        observe(metrics, true);

        assertThat(exemplars(metrics, OPEN_METRICS)).isEmpty();
    }

    /** As for calls, which are observed within their handler's span. */
    @Test
    @SuppressWarnings("try") // The scope is there to be closed.
    void nameTheCurrentSpan() {
        Metrics metrics = new Metrics(true);
        Histogram calls = latency(metrics);
        Span span = Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()));
        try (Scope ignored = Context.root().with(span).makeCurrent()) {
            calls.observe(0.05);
        }

        assertThat(exemplars(metrics, OPEN_METRICS)).hasSize(1);
    }
}
