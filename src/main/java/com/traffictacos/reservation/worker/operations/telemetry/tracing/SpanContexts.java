package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import com.traffictacos.reservation.worker.event.TraceParent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.concurrent.ThreadLocalRandom;

/** Converts between the worker's trace types and those of OpenTelemetry. Stateless. */
public final class SpanContexts {

    private SpanContexts() {}

    /** The context of the producer's span. */
    public static SpanContext remote(TraceParent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    /** The context of a new trace. */
    public static SpanContext newTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return SpanContext.create(
                TraceId.fromLongs(random.nextLong(), nonZero(random)),
                SpanId.fromLong(nonZero(random)),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    /** The ids of a valid span. */
    public static TraceParent ids(SpanContext span) {
        return new TraceParent(span.getTraceId(), span.getSpanId(), span.isSampled());
    }

    /** A random id that is not zero, because an id of zeros is invalid. */
    private static long nonZero(ThreadLocalRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
