package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever OpenTelemetry's variables hold: the events are settled, none is dead-lettered. A value that OpenTelemetry does not
 * take costs the traces, and one warning says so.
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
                new Case("OTEL_METRICS_EXPORTER", "smoke", false),
                new Case("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "many", false),
                new Case("OTEL_SDK_DISABLED", "perhaps", true));
    }

    @ParameterizedTest
    @MethodSource("brief")
    void settlesEveryEvent(Case value) {
        check(value);
    }

    /** A start each, two minutes in all: on demand. */
    @ParameterizedTest
    @MethodSource("every")
    @EnabledIfSystemProperty(named = "it.exhaustive", matches = "true")
    void settlesEveryEventWithEachValue(Case value) {
        check(value);
    }

    private static void check(Case value) {
        SandboxWorld world = SandboxWorld.start();
        world.generator().send(new ReservationGenerator(EventMix.burst(), 19), EVENTS);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR);
        settings.put(value.name(), value.value());
        try (WorkerFixture fixture = WorkerFixture.open("telemetry-settings", world, settings)) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(1));

            assertThat(world.findings().wrong()).isEmpty();
            assertThat(fixture.counted("success") + fixture.counted("skipped") + fixture.counted("ignored"))
                    .isEqualTo(EVENTS);
            assertThat(world.deadLetters()).isEmpty();
            assertThat(fixture.worker().logLines().stream().filter(line -> line.contains(WARNING)))
                    .as("the warning")
                    .hasSize(value.recorded() ? 0 : 1);
            fixture.stopAndCheckBalance();
        }
    }
}
