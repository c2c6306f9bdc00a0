package com.traffictacos.reservation.worker.platform.telemetry;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;

/**
 * Whether the worker records traces. The server's OpenTelemetry decides this by {@code otel.sdk.disabled}, which
 * {@link TelemetryConfigSource} sets to false if there is an endpoint, and by {@code otel.traces.exporter}: metrics and
 * logs may be exported without traces. Read once, so that a worker without tracing
 * skips the tracing code. Thread-safe.
 */
@SingletonBean
public final class TracingSwitch {

    private final boolean on;

    @Inject
    public TracingSwitch(Config config) {
        this(!config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(true)
                && !config.getOptionalValue("otel.traces.exporter", String.class)
                        .map(String::trim)
                        .filter("none"::equalsIgnoreCase)
                        .isPresent());
    }

    public TracingSwitch(boolean on) {
        this.on = on;
    }

    public boolean isOn() {
        return on;
    }
}
