package com.traffictacos.reservation.worker.platform.telemetry;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryConfigSourceTest {

    private static final Optional<String> ENDPOINT = Optional.of("http://otel:4317");

    private final TelemetryConfigSource traced = source(ENDPOINT, Map.of());
    private final TelemetryConfigSource untraced = source(Optional.empty(), Map.of());

    private static TelemetryConfigSource source(Optional<String> endpoint, Map<String, String> variables) {
        return new TelemetryConfigSource(() -> endpoint, name -> Optional.ofNullable(variables.get(name)));
    }

    @Test
    void turnsTracingOnExactlyWhenThereIsAnEndpoint() {
        assertThat(traced.getValue("otel.sdk.disabled")).isEqualTo("false");
        assertThat(traced.getValue("otel.traces.exporter")).isNull();
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

    @ParameterizedTest
    @CsvSource({"OTEL_METRICS_EXPORTER,otlp", "OTEL_LOGS_EXPORTER,' OTLP '"})
    void sendsMetricsOrLogsWithoutTraces(String variable, String value) {
        TelemetryConfigSource source = source(Optional.empty(), Map.of(variable, value));

        assertThat(source.getProperties())
                .contains(
                        entry("otel.sdk.disabled", "false"),
                        entry("otel.traces.exporter", "none"),
                        entry("otel.propagators", "none"));
    }

    @Test
    void sendsNothingWithAnEmptyVariable() {
        assertThat(source(Optional.empty(), Map.of("OTEL_METRICS_EXPORTER", "")).getValue("otel.sdk.disabled"))
                .isEqualTo("true");
    }

    @Test
    void propagatesNoSpansWhereNoneIsExported() {
        TelemetryConfigSource source = source(ENDPOINT, Map.of("OTEL_TRACES_EXPORTER", "none"));

        assertThat(source.getValue("otel.propagators")).isEqualTo("none");
        assertThat(traced.getValue("otel.propagators")).isNull();
    }

    @Test
    void listsWhatItAnswers() {
        assertThat(traced.getPropertyNames()).containsAll(traced.getProperties().keySet());
        assertThat(traced.getProperties())
                .allSatisfy((name, value) -> assertThat(traced.getValue(name)).isEqualTo(value));
    }

    @Test
    void givesWayToEveryOtherSource() {
        int microprofileConfigProperties = 100;

        assertThat(traced.getOrdinal()).isLessThan(microprofileConfigProperties);
        assertThat(traced.getName()).isNotBlank();
    }
}
