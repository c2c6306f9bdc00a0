package com.traffictacos.reservation.worker.telemetry;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.worker.DeliveryTracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the producer's trace the current one of the OpenTelemetry context, where the adapters find it for the headers of
 * their calls. Works with the OpenTelemetry SDK switched off as well: ids travel on although nothing is recorded here.
 */
@Singleton
public final class OpenTelemetryTracing implements DeliveryTracing {

    @Override
    @SuppressWarnings("MustBeClosedChecker") // Closed with the scope that is handed out.
    public Scope begin(Optional<TraceParent> parent) {
        SpanContext spanContext = parent.map(OpenTelemetryTracing::remote).orElseGet(OpenTelemetryTracing::newTrace);
        io.opentelemetry.context.Scope scope =
                Context.root().with(Span.wrap(spanContext)).makeCurrent();
        return new CurrentTrace(
                new TraceParent(spanContext.getTraceId(), spanContext.getSpanId(), spanContext.isSampled()), scope);
    }

    private static SpanContext remote(TraceParent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    private static SpanContext newTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return SpanContext.create(
                TraceId.fromLongs(random.nextLong(), nonZero(random)),
                SpanId.fromLong(nonZero(random)),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    /** An id of zeros alone is invalid. */
    private static long nonZero(ThreadLocalRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    private record CurrentTrace(TraceParent trace, io.opentelemetry.context.Scope scope) implements Scope {

        @Override
        public void close() {
            scope.close();
        }
    }
}
