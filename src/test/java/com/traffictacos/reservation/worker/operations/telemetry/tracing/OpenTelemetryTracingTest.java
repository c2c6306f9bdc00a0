package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trace context while nothing is recorded. */
class OpenTelemetryTracingTest {

    private static final TraceParent PRODUCER =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", false);
    private static final ReceivedMessage MESSAGE = EventMessages.withBody("{}");

    private final List<String> lines = new ArrayList<>();
    private final OpenTelemetryTracing tracing = new OpenTelemetryTracing(Optional.empty());

    @Test
    void goesOnWithTheProducersTrace() {
        try (DeliveryTracing.Scope scope = tracing.begin(MESSAGE, Optional.of(PRODUCER))) {
            assertThat(scope.trace()).isEqualTo(PRODUCER);
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(PRODUCER.traceId());
            assertThat(Span.current().getSpanContext().isRemote()).isTrue();
            assertThat(Span.current().getSpanContext().isSampled()).isFalse();
        }
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    /** Open Liberty provides a no-op if a variable such as OTEL_TRACES_SAMPLER has an unknown value. */
    @Test
    void goesOnWithoutRecordingWhereOpenTelemetryIsANoOp() {
        assertEventsHaveTheirTrace(OpenTelemetry.noop());
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).contains("\"level\":\"warn\""));
    }

    @Test
    void goesOnWithoutRecordingWhereOpenTelemetryThrows() {
        assertEventsHaveTheirTrace((OpenTelemetry) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OpenTelemetry.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("Unrecognized value for otel.traces.sampler");
                }));
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"level\":\"warn\"", "otel.traces.sampler"));
    }

    /** As after its shutdown, while the last deliveries are drained. */
    @Test
    void goesOnWithoutRecordingWhereSpansBecomeInvalid() {
        DeliverySpans spans =
                new DeliverySpans(OpenTelemetry.noop().getTracer("worker"), URI.create("http://127.0.0.1/queue"));
        assertHasItsTrace(new OpenTelemetryTracing(Optional.of(spans)));
        spans.received(List.of(MESSAGE), Duration.ZERO);
    }

    private static void assertEventsHaveTheirTrace(OpenTelemetry openTelemetry) {
        assertHasItsTrace(new OpenTelemetryTracing(
                new TracingSwitch(true),
                openTelemetry,
                new Settings.Queue(
                        URI.create("http://127.0.0.1/queue"),
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ofSeconds(60))));
    }

    private static void assertHasItsTrace(OpenTelemetryTracing tracing) {
        try (DeliveryTracing.Scope scope = tracing.begin(MESSAGE, Optional.empty())) {
            assertThat(scope.trace().traceId()).isNotEqualTo("0".repeat(32));
            assertThat(Span.current().getSpanContext().getTraceId())
                    .isEqualTo(scope.trace().traceId());
        }
        try (DeliveryTracing.Scope scope = tracing.begin(MESSAGE, Optional.of(PRODUCER))) {
            assertThat(scope.trace().traceId()).isEqualTo(PRODUCER.traceId());
        }
    }

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void beginsATraceOfItsOwnWhereThereIsNone() {
        try (DeliveryTracing.Scope first = tracing.begin(MESSAGE, Optional.empty())) {
            assertThat(Span.current().getSpanContext().isValid()).isTrue();
            try (DeliveryTracing.Scope second = tracing.begin(MESSAGE, Optional.empty())) {
                assertThat(second.trace().traceId()).isNotEqualTo(first.trace().traceId());
            }
            assertThat(Span.current().getSpanContext().getTraceId())
                    .isEqualTo(first.trace().traceId());
        }
    }
}
