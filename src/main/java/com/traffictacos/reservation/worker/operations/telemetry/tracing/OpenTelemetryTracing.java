package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes the producer's trace the current one of the OpenTelemetry context, where the adapters find it for the headers
 * of their calls. With tracing on, deliveries are recorded as spans of that trace. With tracing off nothing is
 * recorded, and the ids are propagated all the same.
 */
@SingletonBean
@Typed(OpenTelemetryTracing.class)
public final class OpenTelemetryTracing implements DeliveryTracing {

    private static final JsonLog LOG = JsonLog.of(OpenTelemetryTracing.class);

    private final Optional<DeliverySpans> spans;

    @Inject
    public OpenTelemetryTracing(TracingSwitch tracing, OpenTelemetry openTelemetry, Settings.Queue queue) {
        this(tracing.isOn() ? recording(openTelemetry, queue) : Optional.empty());
    }

    /**
     * Checks for a working configuration. OpenTelemetry that could not be configured returns spans without ids, or
     * throws; then nothing is recorded.
     */
    private static Optional<DeliverySpans> recording(OpenTelemetry openTelemetry, Settings.Queue queue) {
        try {
            Tracer tracer = openTelemetry.getTracer("com.traffictacos.reservation.worker");
            // Never ended, so that it is not exported.
            SpanContext trial =
                    tracer.spanBuilder("start check").setNoParent().startSpan().getSpanContext();
            if (trial.isValid()) {
                return Optional.of(new DeliverySpans(tracer, queue.url()));
            }
            warn(Optional.empty());
        } catch (RuntimeException | Error notConfigured) {
            warn(Optional.of(notConfigured));
        }
        return Optional.empty();
    }

    private static void warn(Optional<Throwable> cause) {
        // Logs the names alone, because the headers contain tokens.
        String variables = System.getenv().keySet().stream()
                .filter(name -> name.startsWith("OTEL_"))
                .sorted()
                .collect(Collectors.joining(","));
        LOG.warn(
                "no traces are recorded: OpenTelemetry did not take its settings; events are settled all the same",
                fields -> fields.with("variables", variables).error(cause.orElse(null)));
    }

    OpenTelemetryTracing(Optional<DeliverySpans> spans) {
        this.spans = spans;
    }

    @Override
    public Scope begin(ReceivedMessage message, Optional<TraceParent> parent) {
        return spans.flatMap(recording -> recording.begin(message, parent)).orElseGet(() -> passOn(parent));
    }

    /** A receive has returned. */
    public void received(List<ReceivedMessage> messages, Duration took) {
        spans.ifPresent(recording -> recording.received(messages, took));
    }

    /** The delivery of the message has ended. */
    public void concluded(ReceivedMessage message) {
        spans.ifPresent(recording -> recording.concluded(message));
    }

    @SuppressWarnings("MustBeClosedChecker") // Closed with the scope that is handed out.
    private static Scope passOn(Optional<TraceParent> parent) {
        SpanContext trace = parent.map(SpanContexts::remote).orElseGet(SpanContexts::newTrace);
        return new PassedOn(
                SpanContexts.ids(trace), Context.root().with(Span.wrap(trace)).makeCurrent());
    }

    private record PassedOn(TraceParent trace, io.opentelemetry.context.Scope scope) implements Scope {

        @Override
        public <T> T handle(ReservationEvent event, Supplier<T> handler) {
            return handler.get();
        }

        @Override
        public void disposed(DeliveryResult settlement) {}

        @Override
        public void close() {
            scope.close();
        }
    }
}
