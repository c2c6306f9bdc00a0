package com.traffictacos.reservation.worker.secret;

import com.traffictacos.reservation.worker.config.SettingsSource;
import com.traffictacos.reservation.worker.config.TelemetryConfigSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

/** The worker's own config sources, found by MicroProfile Config as a service. */
public final class WorkerConfigSources implements ConfigSourceProvider {

    private static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    private final List<ConfigSource> sources;

    /** For the service loader. */
    public WorkerConfigSources() {
        this(SettingsSource.ofProcess(), new SecretsManagerReader(CALL_TIMEOUT, ATTEMPT_TIMEOUT));
    }

    WorkerConfigSources(SettingsSource process, SecretReader reader) {
        SecretsManagerConfigSource secret = new SecretsManagerConfigSource(process, reader);
        sources = List.of(
                secret,
                new TelemetryConfigSource(() -> Optional.ofNullable(secret.getValue(OTLP_ENDPOINT))
                        .or(() -> process.value(OTLP_ENDPOINT))
                        .filter(text -> !text.isBlank())));
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader forClassLoader) {
        return sources;
    }
}
