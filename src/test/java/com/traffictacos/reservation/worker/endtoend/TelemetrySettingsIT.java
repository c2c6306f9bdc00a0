package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever OpenTelemetry's variables hold: the events are settled, none is dead-lettered. A value that OpenTelemetry does not
 * take costs the signal that it belongs to, and one warning says so.
 */
class TelemetrySettingsIT {

    private static final int EVENTS = 60;
    private static final String WARNING = "no traces are recorded";
    // Nobody listens there; what can't be exported is dropped.
    private static final String COLLECTOR = "http://127.0.0.1:9";

    record Case(String name, String value, boolean recorded) {

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /** The one that was seen in production, and one that throws where headers are read. */
    static Stream<Case> brief() {
        return Stream.of(
                new Case("OTEL_TRACES_SAMPLER", "parentbased_ratio", false),
                new Case("OTEL_TRACES_SAMPLER", "always_off", true));
    }

    static Stream<Case> every() {
        return Stream.of(
                new Case("OTEL_TRACES_SAMPLER", "parentbased_traceidratio", true),
                new Case("OTEL_TRACES_SAMPLER_ARG", "half", true),
                new Case("OTEL_TRACES_SAMPLER_ARG", "7", true),
                new Case("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", true),
                new Case("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier-pigeon", false),
                new Case("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector", false),
                new Case("OTEL_PROPAGATORS", "b3,baggage", true),
                new Case("OTEL_PROPAGATORS", "pigeon", false),
                new Case("OTEL_EXPORTER_OTLP_HEADERS", "no-equals-sign", false),
                new Case("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", false),
                new Case("OTEL_EXPORTER_OTLP_COMPRESSION", "zip", false),
                new Case("OTEL_EXPORTER_OTLP_CERTIFICATE", "/no/such/file", false),
                new Case("OTEL_RESOURCE_ATTRIBUTES", "no-equals-sign", false),
                new Case("OTEL_SERVICE_NAME", "예약 worker", true),
                new Case("OTEL_BSP_SCHEDULE_DELAY", "often", false),
                new Case("OTEL_BSP_MAX_QUEUE_SIZE", "-1", false),
                new Case("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "100000", true),
                new Case("OTEL_TRACES_EXPORTER", "smoke", false),
                new Case("OTEL_TRACES_EXPORTER", "none", true),
                new Case("OTEL_BSP_MAX_QUEUE_SIZE", "2000000000", false),
                new Case("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "many", false),
                new Case("OTEL_SDK_DISABLED", "perhaps", true));
    }

    /** @param lost the warning about the signal that the value costs; empty if it costs none */
    record SignalCase(String name, String value, String lost) {

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    static Stream<SignalCase> briefOfSignals() {
        return Stream.of(
                new SignalCase("OTEL_TRACES_SAMPLER", "parentbased_ratio", "no traces are recorded"),
                new SignalCase("OTEL_METRIC_EXPORT_INTERVAL", "often", "no metrics are exported"));
    }

    static Stream<SignalCase> everyOfSignals() {
        String traces = "no traces are recorded";
        String metrics = "no metrics are exported";
        String logs = "no logs are exported";
        return Stream.of(
                new SignalCase("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector", traces),
                new SignalCase("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "collector", metrics),
                new SignalCase("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "collector", logs),
                new SignalCase("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf", ""),
                new SignalCase("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "carrier-pigeon", logs),
                new SignalCase("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "no-equals-sign", metrics),
                new SignalCase("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "gzip", ""),
                new SignalCase("OTEL_METRIC_EXPORT_INTERVAL", "2000", ""),
                new SignalCase("OTEL_METRIC_EXPORT_INTERVAL", "1", metrics),
                new SignalCase("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta", metrics),
                new SignalCase(
                        "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                        "base2_exponential_bucket_histogram",
                        metrics),
                new SignalCase("OTEL_METRICS_EXEMPLAR_FILTER", "always_off", ""),
                new SignalCase("OTEL_METRICS_EXEMPLAR_FILTER", "sometimes", ""),
                new SignalCase("OTEL_BLRP_MAX_QUEUE_SIZE", "2000000000", logs),
                new SignalCase("OTEL_BLRP_SCHEDULE_DELAY", "often", logs),
                new SignalCase("OTEL_BLRP_EXPORT_TIMEOUT", "100", ""),
                new SignalCase("OTEL_TRACES_EXPORTER", "none", ""),
                new SignalCase("OTEL_PROPAGATORS", "pigeon", traces));
    }

    @ParameterizedTest
    @MethodSource("briefOfSignals")
    void costsItsSignalAlone(SignalCase value) {
        check(value);
    }

    @ParameterizedTest
    @MethodSource("everyOfSignals")
    @EnabledIfSystemProperty(named = "it.exhaustive", matches = "true")
    void costsItsSignalAloneWithEachValue(SignalCase value) {
        check(value);
    }

    private static void check(SignalCase value) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OTEL_METRICS_EXPORTER", "otlp");
        settings.put("OTEL_LOGS_EXPORTER", "otlp");
        settings.put(value.name(), value.value());
        settle(settings, fixture -> {
            List<String> warnings = fixture.worker().logLines().stream()
                    .filter(line -> line.contains("OpenTelemetry did not take its settings"))
                    .toList();
            if (value.lost().isEmpty()) {
                assertThat(warnings).isEmpty();
            } else {
                assertThat(warnings)
                        .singleElement()
                        .satisfies(line -> assertThat(line).contains(value.lost()));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("brief")
    void settlesEveryEvent(Case value) {
        check(value);
    }

    /** A start each, four minutes in all: on demand. */
    @ParameterizedTest
    @MethodSource("every")
    @EnabledIfSystemProperty(named = "it.exhaustive", matches = "true")
    void settlesEveryEventWithEachValue(Case value) {
        check(value);
    }

    private static void check(Case value) {
        settle(
                Map.of(value.name(), value.value()),
                fixture -> assertThat(fixture.worker().logLines().stream().filter(line -> line.contains(WARNING)))
                        .as("the warning")
                        .hasSize(value.recorded() ? 0 : 1));
    }

    private static void settle(Map<String, String> further, Consumer<WorkerFixture> look) {
        SandboxWorld world = SandboxWorld.start();
        world.generator().send(new ReservationGenerator(EventMix.burst(), 19), EVENTS);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR);
        settings.putAll(further);
        try (WorkerFixture fixture = WorkerFixture.open("telemetry-settings", world, settings)) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(1));

            assertThat(world.findings().wrong()).isEmpty();
            assertThat(fixture.counted("success") + fixture.counted("skipped") + fixture.counted("ignored"))
                    .isEqualTo(EVENTS);
            assertThat(world.deadLetters()).isEmpty();
            look.accept(fixture);
            fixture.stopAndCheckBalance();
        }
    }
}
