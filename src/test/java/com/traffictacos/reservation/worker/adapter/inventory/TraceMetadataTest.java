package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceMetadataTest {

    private static final String TRACE_ID = "5b8aa5a2d2c872e8321cf37308d69df2";
    private static final String SPAN_ID = "051581bf3cb55c13";

    private final TestInventoryServer service = TestInventoryServer.start();
    private final InventoryChannel channel = InventoryFixture.channel(service.address());

    @AfterEach
    void stop() {
        channel.close();
        service.close();
    }

    @Test
    void sendsCallersTraceInBothForms() {
        callWithin(SpanContext.createFromRemoteParent(
                TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault()));

        assertThat(header("traceparent")).isEqualTo("00-" + TRACE_ID + "-" + SPAN_ID + "-01");
        assertThat(header("x-trace-id")).isEqualTo(TRACE_ID);
        assertThat(header("tracestate")).isNull();
    }

    @Test
    void sendsTraceStateThatCameWithTrace() {
        callWithin(SpanContext.createFromRemoteParent(
                TRACE_ID,
                SPAN_ID,
                TraceFlags.getDefault(),
                TraceState.builder().put("vendor", "a1").build()));

        assertThat(header("traceparent")).endsWith("-00");
        assertThat(header("tracestate")).isEqualTo("vendor=a1");
    }

    @Test
    void sendsNoTraceWithoutOne() {
        InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE);

        assertThat(header("traceparent")).isNull();
        assertThat(header("x-trace-id")).isNull();
    }

    private void callWithin(SpanContext trace) {
        Runnable call = () -> InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE);
        Context.root().with(Span.wrap(trace)).wrap(call).run();
    }

    private @Nullable String header(String name) {
        return service.headers().getFirst().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
}
