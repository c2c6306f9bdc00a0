package com.traffictacos.reservation.worker.adapter.inventory;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;

/**
 * Sends the trace with every call: {@code traceparent} (and {@code tracestate} if there is one), and {@code x-trace-id}
 * for older services (contract section 2). If the caller has no trace, no header is sent. If calls are recorded, the
 * trace that is sent is that of the call's own span. The propagator is used directly, so that traces are passed on even
 * if the worker records none.
 */
final class TraceMetadata implements ClientInterceptor {

    private static final Metadata.Key<String> TRACE_ID =
            Metadata.Key.of("x-trace-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final TextMapSetter<Metadata> SETTER = (headers, key, value) -> {
        if (headers != null) {
            headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
        }
    };

    private final CallSpans spans;

    TraceMetadata(CallSpans spans) {
        this.spans = spans;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                Context context = spans.begin(method);
                W3CTraceContextPropagator.getInstance().inject(context, headers, SETTER);
                SpanContext trace = Span.fromContext(context).getSpanContext();
                if (trace.isValid()) {
                    headers.put(TRACE_ID, trace.getTraceId());
                }
                super.start(spans.endWith(listener, context), headers);
            }
        };
    }
}
