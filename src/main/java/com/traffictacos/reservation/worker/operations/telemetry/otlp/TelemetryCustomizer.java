package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * Adds the worker's metrics to the SDK, and follows its exports. OpenTelemetry finds this class as a service when the SDK
 * is started, which is only where a signal is exported. Stateless.
 */
public final class TelemetryCustomizer implements AutoConfigurationCustomizerProvider {

    @Override
    public void customize(AutoConfigurationCustomizer sdk) {
        OtlpExports exports = OtlpExports.SHARED;
        sdk.addPropertiesCustomizer(config -> new SignalSettings(
                                new ExporterTrial(),
                                signal -> exports.status(signal).refuse())
                        .replacements(config))
                .addMeterProviderCustomizer(exports::readRegistry)
                .addSpanExporterCustomizer((exporter, config) -> {
                    ExportStatus status = exports.status(Signal.TRACES);
                    status.begin();
                    return new FollowedSpanExporter(exporter, status);
                })
                .addMetricExporterCustomizer((exporter, config) -> {
                    ExportStatus status = exports.status(Signal.METRICS);
                    status.begin();
                    return new FollowedMetricExporter(exporter, status);
                })
                .addLogRecordExporterCustomizer((exporter, config) -> {
                    ExportStatus status = exports.status(Signal.LOGS);
                    status.begin();
                    exports.logQueue()
                            .setCapacity(config.getInt("otel.blrp.max.queue.size", LogQueue.DEFAULT_CAPACITY));
                    return new FollowedLogExporter(exporter, status, exports.logQueue());
                });
    }
}
