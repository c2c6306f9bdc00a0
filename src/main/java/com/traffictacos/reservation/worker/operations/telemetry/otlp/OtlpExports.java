package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the SDK, which is configured before the application's beans exist, and the beans have in common. Thread-safe.
 */
final class OtlpExports {

    /** OpenTelemetry makes its customizer by itself, so that nothing can be injected there. */
    static final OtlpExports SHARED = new OtlpExports();

    private final Map<Signal, ExportStatus> statuses = new EnumMap<>(Signal.class);
    private final RegistryMetrics metrics = new RegistryMetrics(Clock.systemUTC());
    private final LogQueue logQueue = new LogQueue();

    OtlpExports() {
        for (Signal signal : Signal.values()) {
            statuses.put(signal, new ExportStatus(signal));
        }
    }

    ExportStatus status(Signal signal) {
        return Optional.ofNullable(statuses.get(signal)).orElseThrow();
    }

    RegistryMetrics metrics() {
        return metrics;
    }

    LogQueue logQueue() {
        return logQueue;
    }

    /**
     * Lets the SDK read the registry, and nothing else: the server measures fault tolerance and requests by itself, which
     * are no metrics of {@code /metrics}.
     */
    SdkMeterProviderBuilder readRegistry(SdkMeterProviderBuilder provider, ConfigProperties config) {
        return provider.registerView(
                        InstrumentSelector.builder().setName("*").build(),
                        View.builder().setAggregation(Aggregation.drop()).build())
                .registerMetricProducer(metrics);
    }
}
