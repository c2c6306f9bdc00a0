package com.traffictacos.reservation.worker.platform.telemetry;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Whether the worker records traces, as the server's own OpenTelemetry decides it: by {@code otel.sdk.disabled}, which
 * {@link TelemetryConfigSource} sets false where there is an endpoint to send them to. Asked once, so that a worker
 * without tracing takes the short way. Safe for use by any number of threads.
 */
@Singleton
public final class TracingSwitch {

    private final boolean on;

    @Inject
    public TracingSwitch(Config config) {
        this(!config.getOptionalValue("otel.sdk.disabled", Boolean.class).orElse(true));
    }

    public TracingSwitch(boolean on) {
        this.on = on;
    }

    public boolean isOn() {
        return on;
    }
}
