package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import java.util.Locale;

/** What OpenTelemetry exports, each by an exporter of its own. */
enum Signal {
    TRACES("no traces are recorded"),
    METRICS("no metrics are exported"),
    LOGS("no logs are exported");

    private final String consequence;
    private final String label = name().toLowerCase(Locale.ROOT);

    Signal(String consequence) {
        this.consequence = consequence;
    }

    /** The value of the label {@code signal}. */
    String label() {
        return label;
    }

    /** The property that names the exporters. */
    String exporterProperty() {
        return "otel." + label + ".exporter";
    }

    /** The log line for settings that cost this signal. */
    String refusal() {
        return consequence + ": OpenTelemetry did not take its settings; events are settled all the same";
    }
}
