package com.traffictacos.reservation.worker.adapter.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;
import org.junit.jupiter.api.Test;

class WorkerConfigSourceProviderTest {

    private static final String SECRET = "{\"otel_endpoint\": \"http://otel:4317\"}";

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(ConfigSourceProvider.class).stream().map(ServiceLoader.Provider::type))
                .contains(WorkerConfigSourceProvider.class);
    }

    @Test
    void givesEveryConfigurationTheSameSources() {
        ClassLoader loader = WorkerConfigSourceProviderTest.class.getClassLoader();
        Iterable<ConfigSource> first = new WorkerConfigSourceProvider().getConfigSources(loader);

        assertThat(first).hasSize(3);
        assertThat(new WorkerConfigSourceProvider().getConfigSources(loader)).containsExactlyElementsOf(first);
    }

    @Test
    void turnsTracingOnWithTheEndpointOfTheSecret() {
        assertThat(value(sources(Map.of("USE_SECRET_MANAGER", "true"), SECRET), "otel.sdk.disabled"))
                .contains("false");
    }

    @Test
    void turnsTracingOnWithTheEndpointOfTheEnvironment() {
        assertThat(value(sources(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4317"), "{}"), "otel.sdk.disabled"))
                .contains("false");
    }

    @Test
    void leavesTracingOffWithoutAnEndpoint() {
        Map<String, String> blank = new HashMap<>();
        blank.put("USE_SECRET_MANAGER", "true");
        blank.put("OTEL_EXPORTER_OTLP_ENDPOINT", " ");

        assertThat(value(sources(blank, "{}"), "otel.sdk.disabled")).contains("true");
        assertThat(value(sources(Map.of(), SECRET), "otel.sdk.disabled")).contains("true");
    }

    private static List<ConfigSource> sources(Map<String, String> process, String secret) {
        return WorkerConfigSourceProvider.sources(name -> Optional.ofNullable(process.get(name)), settings -> secret);
    }

    private static Optional<String> value(List<ConfigSource> sources, String name) {
        return sources.stream()
                .flatMap(source -> Optional.ofNullable(source.getValue(name)).stream())
                .findFirst();
    }
}
