package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Follows the exports of another exporter. Thread-safe as that is. */
record FollowedSpanExporter(SpanExporter exporter, ExportStatus status) implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return status.follow(exporter.export(spans));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
