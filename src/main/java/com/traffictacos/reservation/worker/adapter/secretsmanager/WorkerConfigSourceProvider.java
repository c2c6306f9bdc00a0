package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.handler.HandlingTimeConfigSource;
import com.traffictacos.reservation.worker.platform.settings.SettingsSource;
import com.traffictacos.reservation.worker.platform.telemetry.TelemetryConfigSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/**
 * The worker's own config sources. MicroProfile Config finds this class as a service.
 *
 * <p>Open Liberty builds one configuration per class loader of an application. All configurations share the sources, so
 * that the secret is read once. Thread-safe.
 */
public final class WorkerConfigSourceProvider implements ConfigSourceProvider {

    private static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    private static final SettingsSource PROCESS = SettingsSource.ofProcess();
    private static final List<ConfigSource> SHARED =
            sources(PROCESS, new SecretsManagerReader(PROCESS, CALL_TIMEOUT, ATTEMPT_TIMEOUT));

    static List<ConfigSource> sources(SettingsSource process, SecretReader reader) {
        SecretsManagerConfigSource secret = new SecretsManagerConfigSource(process, reader);
        return List.of(
                secret,
                new HandlingTimeConfigSource(),
                new TelemetryConfigSource(
                        () -> Optional.ofNullable(secret.getValue(OTLP_ENDPOINT))
                                .or(() -> process.value(OTLP_ENDPOINT))
                                .filter(text -> !text.isBlank()),
                        process::value));
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader forClassLoader) {
        return SHARED;
    }
}
