package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import com.traffictacos.reservation.worker.platform.log.LineCopies;
import com.traffictacos.reservation.worker.platform.log.LogLevel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hands the lines of the log to OpenTelemetry: the message as body, the keys as attributes, {@code trace_id} and
 * {@code span_id} as the record's own. A line without them has those of the current span. What cannot be handed over is
 * counted. Thread-safe, never blocks, never throws.
 */
final class OtlpLog implements LineCopies {

    private static final AttributeKey<String> LOGGER = AttributeKey.stringKey("logger");
    private static final String TRACE_ID = "trace_id";
    private static final String SPAN_ID = "span_id";

    private final Logger logger;
    private final LogQueue queue;

    OtlpLog(Logger logger, LogQueue queue) {
        this.logger = logger;
        this.queue = queue;
    }

    @Override
    public @Nullable Line begin(Instant time, LogLevel level, String message, String name) {
        try {
            return new LineRecord(logger.logRecordBuilder()
                    .setTimestamp(time)
                    .setSeverity(severity(level))
                    .setSeverityText(level.label())
                    .setBody(message)
                    .setAttribute(LOGGER, name));
        } catch (RuntimeException | LinkageError sdkFails) {
            queue.lost(1);
            return null;
        }
    }

    private static Severity severity(LogLevel level) {
        return switch (level) {
            case DEBUG -> Severity.DEBUG;
            case INFO -> Severity.INFO;
            case WARN -> Severity.WARN;
            case ERROR -> Severity.ERROR;
        };
    }

    private final class LineRecord implements Line {

        private final LogRecordBuilder line;
        private @Nullable String traceId;
        private @Nullable String spanId;

        private LineRecord(LogRecordBuilder line) {
            this.line = line;
        }

        @Override
        public void field(String key, String value) {
            switch (key) {
                case TRACE_ID -> traceId = value;
                case SPAN_ID -> spanId = value;
                default -> line.setAttribute(AttributeKey.stringKey(key), value);
            }
        }

        @Override
        public void field(String key, long value) {
            line.setAttribute(AttributeKey.longKey(key), value);
        }

        @Override
        public void end() {
            if (!queue.offer()) {
                return;
            }
            try {
                setTrace();
                line.emit();
            } catch (RuntimeException | LinkageError sdkFails) {
                queue.taken(1);
                queue.lost(1);
            }
        }

        private void setTrace() {
            if (traceId == null) {
                return;
            }
            if (spanId == null) {
                line.setAttribute(AttributeKey.stringKey(TRACE_ID), traceId);
                return;
            }
            SpanContext span = SpanContext.create(traceId, spanId, TraceFlags.getDefault(), TraceState.getDefault());
            line.setContext(Context.root().with(Span.wrap(span)));
        }
    }
}
