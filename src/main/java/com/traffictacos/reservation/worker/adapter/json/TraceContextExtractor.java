package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the producer's trace: the first valid one of the four places that contract section 1 lists. An invalid value is
 * skipped. Stateless.
 */
public final class TraceContextExtractor {

    private static final String TRACE_PARENT_ATTRIBUTE = "traceparent";
    private static final String TRACE_ID_ATTRIBUTE = "TraceId";

    /** Reads a single value, whose place is known. */
    private static final TextMapGetter<String> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
            return List.of(TRACE_PARENT_ATTRIBUTE);
        }

        @Override
        public @Nullable String get(@Nullable String value, String key) {
            return key.equals(TRACE_PARENT_ATTRIBUTE) ? value : null;
        }
    };

    private TraceContextExtractor() {}

    /** @param envelopeTraceId the envelope's {@code trace_id}, in any form */
    public static Optional<TraceParent> of(ReceivedMessage message, Optional<String> envelopeTraceId) {
        return text(message, TRACE_PARENT_ATTRIBUTE)
                .flatMap(TraceContextExtractor::fromTraceParent)
                .or(() -> envelopeTraceId.flatMap(TraceContextExtractor::fromTraceParent))
                .or(() -> text(message, TRACE_ID_ATTRIBUTE).flatMap(TraceContextExtractor::fromTraceId))
                .or(() -> envelopeTraceId.flatMap(TraceContextExtractor::fromTraceId))
                .or(() -> message.awsTraceHeader().flatMap(XRayTraceHeader::parse));
    }

    /** Parses the form of the W3C header. The propagator works whether the worker records traces or not. */
    static Optional<TraceParent> fromTraceParent(String text) {
        SpanContext span = Span.fromContext(
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), text, GETTER))
                .getSpanContext();
        return span.isValid()
                ? Optional.of(new TraceParent(span.getTraceId(), span.getSpanId(), span.isSampled()))
                : Optional.empty();
    }

    /** Builds a remote parent for producers that send only a trace id: with a generated span id, and sampled. */
    static Optional<TraceParent> fromTraceId(String text) {
        String traceId = text.toLowerCase(Locale.ROOT);
        return TraceParent.isTraceId(traceId)
                ? Optional.of(new TraceParent(traceId, madeUpSpanId(), true))
                : Optional.empty();
    }

    static String madeUpSpanId() {
        // An id of zeros is invalid.
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        return String.format(Locale.ROOT, "%016x", id);
    }

    private static Optional<String> text(ReceivedMessage message, String attribute) {
        return message.attributes().get(attribute) instanceof MessageAttribute.Text text
                ? Optional.of(text.value())
                : Optional.empty();
    }
}
