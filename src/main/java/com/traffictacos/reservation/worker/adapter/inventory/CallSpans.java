package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Records one client span per call, as a child of the caller's span, or no span at all. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/rpc/grpc/">Semantic conventions for gRPC</a>
 */
final class CallSpans {

    /** Records nothing. The caller's own span represents the call. */
    static final CallSpans NONE = new CallSpans(null, Attributes.empty());

    private static final AttributeKey<String> RPC_SYSTEM = AttributeKey.stringKey("rpc.system.name");
    private static final AttributeKey<String> RPC_METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("rpc.response.status_code");
    private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final @Nullable Tracer tracer;
    private final Attributes ofEveryCall;

    private CallSpans(@Nullable Tracer tracer, Attributes ofEveryCall) {
        this.tracer = tracer;
        this.ofEveryCall = ofEveryCall;
    }

    static CallSpans recorded(OpenTelemetry openTelemetry, HostAndPort address) {
        return new CallSpans(
                openTelemetry.getTracer("com.traffictacos.reservation.worker"),
                Attributes.of(RPC_SYSTEM, "grpc", SERVER_ADDRESS, address.host(), SERVER_PORT, (long) address.port()));
    }

    /**
     * Starts the span of a call, on the thread that makes the call.
     *
     * @return the context whose trace is sent with the call
     */
    Context begin(MethodDescriptor<?, ?> method) {
        Context caller = Context.current();
        if (tracer == null) {
            return caller;
        }
        Span span = tracer.spanBuilder(method.getFullMethodName())
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(ofEveryCall)
                .setAttribute(RPC_METHOD, method.getFullMethodName())
                .startSpan();
        return caller.with(span);
    }

    /** @param call the context that {@link #begin} returned; its span ends with the call */
    <A> ClientCall.Listener<A> endWith(ClientCall.Listener<A> listener, Context call) {
        if (tracer == null) {
            return listener;
        }
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
                end(Span.fromContext(call), status);
                super.onClose(status, trailers);
            }
        };
    }

    private static void end(Span span, Status status) {
        span.setAttribute(STATUS_CODE, status.getCode().name());
        if (!status.isOk()) {
            span.setAttribute(ERROR_TYPE, status.getCode().name());
            // Only the code is recorded. The description is text of the other service and may contain anything.
            span.setStatus(StatusCode.ERROR, status.getCode().name());
            if (status.getCause() != null) {
                span.recordException(status.getCause());
            }
        }
        span.end();
    }
}
