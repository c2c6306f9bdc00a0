package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.RateLimitedLog;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the collector does not take of one signal, and tells it once: when exports begin to fail and when they work
 * again, not for each of them. Thread-safe.
 */
final class ExportStatus {

    private static final JsonLog LOG = JsonLog.of(ExportStatus.class);

    private final Signal signal;
    private final RateLimitedLog warnings = RateLimitedLog.of(LOG);
    private final AtomicLong failures = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean exporting;
    private volatile boolean refused;

    ExportStatus(Signal signal) {
        this.signal = signal;
    }

    /** The SDK has an exporter for the signal. */
    void begin() {
        exporting = true;
    }

    /** Its settings were not taken, and the log says so. */
    void refuse() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    boolean isExporting() {
        return exporting;
    }

    /** Number of exports that failed. */
    long failures() {
        return failures.get();
    }

    /** Follows one export. */
    CompletableResultCode follow(CompletableResultCode export) {
        return export.whenComplete(() -> {
            if (export.isSuccess()) {
                succeeded();
            } else {
                failed(export.getFailureThrowable());
            }
        });
    }

    private void succeeded() {
        if (failing.compareAndSet(true, false)) {
            LOG.info(
                    "the collector takes this signal again",
                    fields -> fields.with("signal", signal.label()).with("failed_exports", failures.get()));
        }
    }

    private void failed(@Nullable Throwable cause) {
        failures.incrementAndGet();
        if (failing.compareAndSet(false, true)) {
            warnings.warn(
                    "the collector does not take this signal; it is dropped, and events are settled all the same",
                    fields -> fields.with("signal", signal.label()).error(cause));
        }
    }
}
