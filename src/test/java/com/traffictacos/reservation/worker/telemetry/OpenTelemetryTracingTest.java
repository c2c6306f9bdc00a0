package com.traffictacos.reservation.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.fixture.Messages;
import com.traffictacos.reservation.worker.worker.DeliveryTracing;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens with a trace while nothing is recorded. */
class OpenTelemetryTracingTest {

    private static final TraceParent PRODUCER =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", false);
    private static final ReceivedMessage MESSAGE = Messages.withBody("{}");

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
