package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpLogTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final JsonLog LOG = JsonLog.of(OtlpLogTest.class);

    private final List<String> printed = new ArrayList<>();
    private final List<LogRecordData> sent = new ArrayList<>();
    private final LogQueue queue = new LogQueue();
    private final SdkLoggerProvider provider = SdkLoggerProvider.builder()
            .addLogRecordProcessor((context, line) -> sent.add(line.toLogRecordData()))
            .build();

    @BeforeEach
    void copyTheLog() {
        JsonLog.setSink(printed::add);
        JsonLog.setCopies(new OtlpLog(provider.get("worker"), queue));
    }

    @AfterEach
    void giveTheLogBack() {
        JsonLog.setCopies(null);
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
        provider.close();
    }

    @Test
    void sendsALineWithItsFieldsAndItsTrace() {
        LOG.warn(
                "event handed back",
                fields -> fields.with("trace_id", TRACE)
                        .with("span_id", Optional.of(SPAN))
                        .with("attempt", 3)
                        .with("note", Optional.empty())
                        .error(new IllegalStateException("late")));

        assertThat(printed).hasSize(1);
        assertThat(sent).singleElement().satisfies(line -> {
            assertThat(line.getBodyValue()).isEqualTo(Value.of("event handed back"));
            assertThat(line.getSeverity()).isEqualTo(Severity.WARN);
            assertThat(line.getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(line.getSpanContext().getSpanId()).isEqualTo(SPAN);
            assertThat(without(line.getAttributes(), "pod_name"))
                    .isEqualTo(Attributes.of(
                            AttributeKey.stringKey("logger"),
                            "OtlpLogTest",
                            AttributeKey.longKey("attempt"),
                            3L,
                            AttributeKey.stringKey("error"),
                            "java.lang.IllegalStateException: late"));
        });
    }

    /** There is one where the environment names a pod. */
    private static Attributes without(Attributes attributes, String key) {
        return attributes.toBuilder().remove(AttributeKey.stringKey(key)).build();
    }

    @Test
    @SuppressWarnings("try") // The scope is there to be closed.
    void sendsTheCurrentSpanOfALineThatNamesNone() {
        Span current = Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()));
        try (Scope ignored = Context.root().with(current).makeCurrent()) {
            LOG.info("a call is late", fields -> {});
        }

        assertThat(sent)
                .singleElement()
                .satisfies(
                        line -> assertThat(line.getSpanContext().getTraceId()).isEqualTo(TRACE));
    }

    @Test
    void keepsATraceWithoutASpanAsAnAttribute() {
        LOG.info("compensation", fields -> fields.with("trace_id", TRACE));

        assertThat(sent)
                .singleElement()
                .satisfies(line -> assertThat(line.getAttributes().get(AttributeKey.stringKey("trace_id")))
                        .isEqualTo(TRACE));
    }

    @Test
    void printsALineForWhichThereIsNoPlace() {
        queue.setCapacity(1);

        LOG.info("first", fields -> {});
        LOG.info("second", fields -> {});

        assertThat(printed).hasSize(2);
        assertThat(sent).hasSize(1);
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void sendsNothingBelowTheLevel() {
        LOG.debug("detail", fields -> {});

        assertThat(sent).isEmpty();
    }
}
