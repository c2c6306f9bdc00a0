package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalSettingsTest {

    private final List<String> log = new ArrayList<>();
    private final Set<Signal> refused = EnumSet.noneOf(Signal.class);
    private Optional<Signal> broken = Optional.empty();

    private final ExporterTrial trial = new ExporterTrial() {
        @Override
        Optional<Throwable> failure(Signal signal, List<String> exporters, ConfigProperties config) {
            return broken.filter(signal::equals).map(unused -> new IllegalArgumentException("with a value"));
        }
    };

    @BeforeEach
    void readTheLog() {
        JsonLog.setSink(log::add);
    }

    @AfterEach
    void giveTheLogBack() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    private Map<String, String> replacements(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("otel.metrics.exporter", "otlp", "otel.logs.exporter", "OTLP"));
        all.putAll(properties);
        return new SignalSettings(trial, refused::add).replacements(DefaultConfigProperties.createFromMap(all));
    }

    @Test
    void leavesWhatWorks() {
        assertThat(replacements(Map.of(
                        "otel.traces.sampler", "parentbased_traceidratio",
                        "otel.traces.sampler.arg", "0.05",
                        "otel.propagators", "tracecontext,baggage",
                        "otel.metric.export.interval", "10s",
                        "otel.exporter.otlp.metrics.temporality.preference", "Cumulative",
                        "otel.blrp.max.queue.size", "65536")))
                .containsOnly(
                        Map.entry("otel.traces.exporter", "otlp"),
                        Map.entry("otel.metrics.exporter", "otlp"),
                        Map.entry("otel.logs.exporter", "otlp"));
        assertThat(refused).isEmpty();
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "otel.traces.sampler, parentbased_ratio, TRACES",
        "otel.propagators, pigeon, TRACES",
        "otel.propagators, 'none,baggage', TRACES",
        "otel.bsp.schedule.delay, often, TRACES",
        "otel.bsp.max.queue.size, -1, TRACES",
        "otel.bsp.max.queue.size, 2000000000, TRACES",
        "otel.span.attribute.count.limit, many, TRACES",
        "otel.metric.export.interval, 1, METRICS",
        "otel.metric.export.interval, often, METRICS",
        "otel.metric.export.interval, -5000, METRICS",
        "otel.exporter.otlp.metrics.temporality.preference, delta, METRICS",
        "otel.exporter.otlp.metrics.default.histogram.aggregation, base2_exponential_bucket_histogram, METRICS",
        "otel.blrp.max.queue.size, 65537, LOGS",
        "otel.blrp.schedule.delay, 0, LOGS",
        "otel.blrp.export.timeout, 1y, LOGS",
    })
    void costsOneSignalAndNamesTheVariable(String property, String value, Signal signal) {
        Map<String, String> replacements = replacements(Map.of(property, value));

        for (Signal each : Signal.values()) {
            assertThat(replacements)
                    .containsEntry("otel." + each.label() + ".exporter", each == signal ? "none" : "otlp");
        }
        assertThat(replacements).containsKey(property).doesNotContainEntry(property, value);
        assertThat(refused).containsExactly(signal);
        assertThat(log)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(signal.refusal(), "\"level\":\"warn\"")
                        .contains(property.toUpperCase(java.util.Locale.ROOT).replace('.', '_')));
    }

    @Test
    void readsTheArgumentOfASamplerThatHasOne() {
        assertThat(replacements(Map.of("otel.traces.sampler.arg", "half")))
                .containsEntry("otel.traces.exporter", "otlp");
        assertThat(replacements(Map.of("otel.traces.sampler.arg", "7", "otel.traces.sampler", "traceidratio")))
                .containsEntry("otel.traces.exporter", "none");
    }

    @Test
    void costsASignalWhoseExporterCannotBeMade() {
        broken = Optional.of(Signal.LOGS);

        assertThat(replacements(Map.of()))
                .containsEntry("otel.logs.exporter", "none")
                .containsEntry("otel.metrics.exporter", "otlp")
                .containsEntry("otel.traces.exporter", "otlp");
        // What the exporter says may contain a token.
        assertThat(log)
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains(Signal.LOGS.refusal()).doesNotContain("with a value"));
    }

    @Test
    void keepsALimitOfSeveralSignalsFromAllOfThem() {
        replacements(Map.of("otel.attribute.count.limit", "many"));

        assertThat(refused).containsExactly(Signal.TRACES, Signal.LOGS);
        assertThat(log).hasSize(2);
    }

    @Test
    void saysNothingOfASignalThatIsOff() {
        broken = Optional.of(Signal.METRICS);

        assertThat(replacements(Map.of("otel.metrics.exporter", "none", "otel.metric.export.interval", "often")))
                .containsEntry("otel.metrics.exporter", "none")
                .containsEntry("otel.metric.export.interval", "");
        assertThat(refused).isEmpty();
        assertThat(log).isEmpty();
    }
}
