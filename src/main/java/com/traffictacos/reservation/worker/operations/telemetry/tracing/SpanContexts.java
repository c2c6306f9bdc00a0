package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import com.traffictacos.reservation.worker.event.TraceParent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.concurrent.ThreadLocalRandom;

/** The worker's own words for a trace and OpenTelemetry's. Stateless. */
public final class SpanContexts {

    private SpanContexts() {}

    /** The producer's span. */
    public static SpanContext remote(TraceParent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    /** A trace that begins here. */
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

    /** An id of zeros alone is invalid. */
    private static long nonZero(ThreadLocalRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
