package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import com.traffictacos.reservation.worker.operations.telemetry.Metrics;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.LibraryLog;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.List;

/** Connects the SDK with the worker's registry and log. Stateless. */
final class OtlpStart {

    private static final JsonLog LOG = JsonLog.of(OtlpStart.class);

    private static final String SCOPE = "com.traffictacos.reservation.worker";

    private OtlpStart() {}

    /** @return ends what was begun */
    static Runnable begin(OpenTelemetry openTelemetry, Metrics metrics, boolean sendsMetrics, boolean sendsLogs) {
        OtlpExports exports = OtlpExports.SHARED;
        // Their line for each failed export; ExportStatus has one for all of them.
        LibraryLog exporters = LibraryLog.takeOver(
                List.of("io.opentelemetry.exporter"),
                line -> String.valueOf(line.getMessage()).startsWith("Failed to export"));
        count(metrics, exports, sendsLogs);
        if (sendsMetrics && isStarted(openTelemetry, exports, Signal.METRICS)) {
            exports.metrics().read(metrics::now);
        }
        if (sendsLogs && isStarted(openTelemetry, exports, Signal.LOGS)) {
            JsonLog.setCopies(new OtlpLog(openTelemetry.getLogsBridge().get(SCOPE), exports.logQueue()));
        }
        return () -> {
            exports.metrics().keep();
            exporters.close();
        };
    }

    private static void count(Metrics metrics, OtlpExports exports, boolean sendsLogs) {
        metrics.counters(
                "worker_otlp_export_failures_total",
                "Exports that the collector did not take, by signal.",
                reading -> {
                    for (Signal signal : Signal.values()) {
                        reading.call((double) exports.status(signal).failures(), signal.label());
                    }
                },
                "signal");
        if (sendsLogs) {
            metrics.counters(
                    "worker_otlp_log_lines_dropped_total",
                    "Log lines that did not reach the collector; standard output has them.",
                    reading -> reading.call((double) exports.logQueue().dropped()));
        }
    }

    /** The SDK is started by the first call. One that could not be configured does nothing, or throws. */
    private static boolean isStarted(OpenTelemetry openTelemetry, OtlpExports exports, Signal signal) {
        try {
            boolean works = !openTelemetry.getMeterProvider().equals(MeterProvider.noop())
                    && !openTelemetry.getLogsBridge().equals(LoggerProvider.noop());
            if (works && exports.status(signal).isExporting()) {
                return true;
            }
            if (works && exports.status(signal).isRefused()) {
                return false;
            }
            LOG.warn(signal.refusal(), fields -> {});
        } catch (RuntimeException | LinkageError notConfigured) {
            LOG.warn(signal.refusal(), fields -> fields.error(notConfigured));
        }
        return false;
    }
}
