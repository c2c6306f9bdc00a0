package com.traffictacos.reservation.worker.platform.telemetry;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TelemetryConfigSourceTest {

    private final TelemetryConfigSource traced = new TelemetryConfigSource(() -> Optional.of("http://otel:4317"));
    private final TelemetryConfigSource untraced = new TelemetryConfigSource(Optional::empty);

    @Test
    void turnsTracingOnExactlyWhenThereIsAnEndpoint() {
        assertThat(traced.getValue("otel.sdk.disabled")).isEqualTo("false");
        assertThat(untraced.getValue("otel.sdk.disabled")).isEqualTo("true");
    }

    @Test
    void sendsTracesAlone() {
        assertThat(traced.getProperties())
                .containsOnly(
                        entry("otel.sdk.disabled", "false"),
                        entry("otel.service.name", "reservation-worker"),
                        entry("otel.metrics.exporter", "none"),
                        entry("otel.logs.exporter", "none"));
    }

    @Test
    void listsWhatItAnswers() {
        assertThat(traced.getPropertyNames()).isEqualTo(traced.getProperties().keySet());
        assertThat(traced.getProperties())
                .allSatisfy((name, value) -> assertThat(traced.getValue(name)).isEqualTo(value));
        assertThat(traced.getValue("otel.traces.exporter")).isNull();
    }

    @Test
    void givesWayToEveryOtherSource() {
        int microprofileConfigProperties = 100;

        assertThat(traced.getOrdinal()).isLessThan(microprofileConfigProperties);
        assertThat(traced.getName()).isNotBlank();
    }
}
