package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static com.traffictacos.reservation.worker.operations.telemetry.otlp.SettingCheck.*;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks OpenTelemetry's properties by signal before the SDK reads them. A value that it does not take ends the
 * configuration of the whole SDK, or takes memory that the events need. Here it costs its own signal, and one warning
 * names the variable. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">Environment variable
 *     specification</a>
 */
final class SignalSettings {

    private static final JsonLog LOG = JsonLog.of(SignalSettings.class);
    private static final String SAMPLER = "otel.traces.sampler";
    /** The SDK makes the queue as long as it may become, and what is in it has to have a place in the heap. */
    private static final int LARGEST_QUEUE = 65_536;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** Each export renders all metrics, as a scrape does. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private final ExporterTrial trial;
    private final Consumer<Signal> refused;
    private final Map<Signal, List<SettingCheck>> checks;

    /** @param refused is told of each signal whose settings do not work */
    SignalSettings(ExporterTrial trial, Consumer<Signal> refused) {
        this.trial = trial;
        this.refused = refused;
        this.checks = Map.of(
                Signal.TRACES,
                Stream.of(tracing(trial), batches("otel.bsp"), limits())
                        .flatMap(List::stream)
                        .toList(),
                Signal.METRICS,
                metrics(),
                Signal.LOGS,
                Stream.of(batches("otel.blrp"), limits()).flatMap(List::stream).toList());
    }

    /** What replaces properties so that the SDK can be configured; logs one warning for each signal that this costs. */
    Map<String, String> replacements(ConfigProperties config) {
        Map<String, String> replacements = new HashMap<>();
        for (Signal signal : Signal.values()) {
            List<String> exporters = exporters(signal, config);
            List<SettingCheck> wrong = checks.getOrDefault(signal, List.of()).stream()
                    .filter(check -> !check.isMet(config))
                    .toList();
            // Also where nothing is exported: the SDK reads some of them all the same.
            wrong.forEach(check -> replacements.put(check.property(), check.fallback()));
            boolean wanted = !exporters.equals(List.of("none"));
            if (wanted && !works(signal, exporters, wrong, config)) {
                exporters = List.of("none");
            }
            replacements.put(signal.exporterProperty(), String.join(",", exporters));
        }
        return replacements;
    }

    private static List<String> exporters(Signal signal, ConfigProperties config) {
        List<String> names = config.getList(signal.exporterProperty()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return names.isEmpty() ? List.of("otlp") : names;
    }

    private boolean works(Signal signal, List<String> exporters, List<SettingCheck> wrong, ConfigProperties config) {
        Optional<Throwable> failure = trial.failure(signal, exporters, config);
        if (wrong.isEmpty() && failure.isEmpty()) {
            return true;
        }
        // Names alone: headers contain tokens, and the SDK's messages contain values.
        String variables = wrong.isEmpty()
                ? "OTEL_EXPORTER_OTLP_… or " + variable(signal.exporterProperty())
                : wrong.stream().map(check -> variable(check.property())).collect(Collectors.joining(", "));
        LOG.warn(
                signal.refusal(),
                fields -> fields.with("variables", variables)
                        .with("cause", failure.map(Throwable::getClass).map(Class::getSimpleName)));
        refused.accept(signal);
        return false;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static List<SettingCheck> tracing(ExporterTrial trial) {
        return List.of(
                word(SAMPLER, "parentbased_always_on", trial.samplers()),
                share(
                        "otel.traces.sampler.arg",
                        config -> Optional.ofNullable(config.getString(SAMPLER))
                                .filter(sampler -> sampler.contains("traceidratio"))
                                .isPresent()),
                words("otel.propagators", "none", trial.propagators()),
                wholeNumber("otel.span.attribute.value.length.limit", 0, Integer.MAX_VALUE),
                wholeNumber("otel.span.attribute.count.limit", 1, Integer.MAX_VALUE),
                wholeNumber("otel.span.event.count.limit", 1, Integer.MAX_VALUE),
                wholeNumber("otel.span.link.count.limit", 1, Integer.MAX_VALUE));
    }

    /** Cumulative values and fixed buckets are what the registry has; another preference can't be met. */
    private static List<SettingCheck> metrics() {
        return List.of(
                duration("otel.metric.export.interval", SHORTEST_INTERVAL),
                word("otel.exporter.otlp.metrics.temporality.preference", "cumulative", Set.of("cumulative")),
                word(
                        "otel.exporter.otlp.metrics.default.histogram.aggregation",
                        "explicit_bucket_histogram",
                        Set.of("explicit_bucket_histogram")),
                wholeNumber("otel.experimental.metrics.cardinality.limit", 1, Integer.MAX_VALUE));
    }

    private static List<SettingCheck> batches(String processor) {
        return List.of(
                duration(processor + ".schedule.delay", SHORTEST),
                duration(processor + ".export.timeout", SHORTEST),
                wholeNumber(processor + ".max.queue.size", 1, LARGEST_QUEUE),
                wholeNumber(processor + ".max.export.batch.size", 1, 2 * LARGEST_QUEUE));
    }

    private static List<SettingCheck> limits() {
        return List.of(
                wholeNumber("otel.attribute.value.length.limit", 0, Integer.MAX_VALUE),
                wholeNumber("otel.attribute.count.limit", 1, Integer.MAX_VALUE));
    }
}
