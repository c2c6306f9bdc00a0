package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/** Follows the exports of another exporter, and how many lines wait for it. Thread-safe as that is. */
record FollowedLogExporter(LogRecordExporter exporter, ExportStatus status, LogQueue queue)
        implements LogRecordExporter {

    @Override
    public CompletableResultCode export(Collection<LogRecordData> lines) {
        int count = lines.size();
        queue.taken(count);
        CompletableResultCode result = exporter.export(lines);
        result.whenComplete(() -> {
            if (!result.isSuccess()) {
                queue.lost(count);
            }
        });
        return status.follow(result);
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
