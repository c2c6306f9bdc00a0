package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import com.traffictacos.reservation.worker.operations.telemetry.Metrics;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.Settings.OtlpExporter;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;

/**
 * Begins and ends the exports of metrics and log. Where no signal is exported, it does nothing and loads no class of this
 * package. Thread-safe.
 */
@SingletonBean
public class OtlpExport {

    private volatile Runnable atEnd = () -> {};

    /** Runs after the check of the settings and the begin of the log's output, and before the worker's start. */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) Startup startup,
            Settings.Observability settings,
            Config config,
            TracingSwitch tracing,
            OpenTelemetry openTelemetry,
            Metrics metrics) {
        boolean sendsMetrics = settings.metrics() == OtlpExporter.OTLP;
        boolean sendsLogs = settings.logs() == OtlpExporter.OTLP;
        boolean disabled =
                config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(true);
        if (!disabled && (tracing.isOn() || sendsMetrics || sendsLogs)) {
            atEnd = OtlpStart.begin(openTelemetry, metrics, sendsMetrics, sendsLogs);
        }
    }

    /** Runs after the drain. The server makes the last exports when the application has stopped. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER - 1) Shutdown shutdown) {
        atEnd.run();
    }
}
