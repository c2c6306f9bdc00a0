package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import com.traffictacos.reservation.worker.operations.telemetry.tracing.SpanContexts;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adopts the caller's {@code traceparent}, so that the spans of a call belong to the caller's trace. */
public final class TraceContextInterceptor implements ServerInterceptor {

    private static final Context.Key<SpanContext> PARENT = Context.key("traceparent");

    private static final TextMapGetter<Metadata> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Metadata headers) {
            return headers.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata headers, String key) {
            return headers == null ? null : headers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
        }
    };

    /** The trace of the current call: its caller's, or a new one. */
    public static SpanContext current() {
        return Optional.ofNullable(PARENT.get()).orElseGet(SpanContexts::newTrace);
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SpanContext parent = Span.fromContext(W3CTraceContextPropagator.getInstance()
                        .extract(io.opentelemetry.context.Context.root(), headers, GETTER))
                .getSpanContext();
        if (!parent.isValid()) {
            return next.startCall(call, headers);
        }
        return Contexts.interceptCall(Context.current().withValue(PARENT, parent), call, headers, next);
    }
}
