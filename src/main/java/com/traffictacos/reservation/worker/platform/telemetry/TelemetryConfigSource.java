package com.traffictacos.reservation.worker.platform.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Configures MicroProfile Telemetry according to contract section 5: without an endpoint there is no tracing, and metrics
 * and logs are exported only where {@code OTEL_METRICS_EXPORTER} and {@code OTEL_LOGS_EXPORTER} say so. With none of
 * the three the SDK is not started.
 *
 * <p>These are defaults, below every other source: {@code OTEL_SERVICE_NAME}, {@code OTEL_SDK_DISABLED} and the other
 * variables of OpenTelemetry have precedence. Open Liberty reads the sources of the application only while
 * {@code OTEL_SDK_DISABLED=false} is absent from the environment and the system properties. If it is present, the
 * server has a single OpenTelemetry instance that is configured only from those two.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://openliberty.io/docs/latest/microprofile-telemetry.html">Enable observability with MicroProfile
 *     Telemetry</a>
 */
public final class TelemetryConfigSource implements ConfigSource {

    /** Below {@code microprofile-config.properties}, which has 100. */
    private static final int ORDINAL = 90;

    private static final String SDK_DISABLED = "otel.sdk.disabled";
    private static final String TRACES_EXPORTER = "otel.traces.exporter";
    private static final String PROPAGATORS = "otel.propagators";
    private static final String NONE = "none";
    private static final Map<String, String> FIXED = Map.of(
            "otel.service.name", "reservation-worker",
            "otel.metrics.exporter", NONE,
            "otel.logs.exporter", NONE);

    private static final Set<String> NAMES = Stream.concat(
                    FIXED.keySet().stream(), Stream.of(SDK_DISABLED, TRACES_EXPORTER, PROPAGATORS))
            .collect(Collectors.toUnmodifiableSet());

    private final Supplier<Optional<String>> endpoint;
    private final Function<String, Optional<String>> variables;

    /**
     * @param endpoint returns the value of {@code OTEL_EXPORTER_OTLP_ENDPOINT}, from any source; called at each look-up
     * @param variables the value of an environment variable
     */
    public TelemetryConfigSource(Supplier<Optional<String>> endpoint, Function<String, Optional<String>> variables) {
        this.endpoint = endpoint;
        this.variables = variables;
    }

    @Override
    public Map<String, String> getProperties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : NAMES) {
            String value = getValue(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return Map.copyOf(properties);
    }

    @Override
    public Set<String> getPropertyNames() {
        return NAMES;
    }

    @Override
    public @Nullable String getValue(String name) {
        return switch (name) {
            case SDK_DISABLED ->
                String.valueOf(endpoint.get().isEmpty()
                        && !is("OTEL_METRICS_EXPORTER", "otlp")
                        && !is("OTEL_LOGS_EXPORTER", "otlp"));
            case TRACES_EXPORTER -> endpoint.get().isEmpty() ? NONE : null;
            // The server's REST client would send the id of a span that nobody receives.
            case PROPAGATORS -> endpoint.get().isEmpty() || is("OTEL_TRACES_EXPORTER", NONE) ? NONE : null;
            default -> FIXED.get(name);
        };
    }

    private boolean is(String variable, String word) {
        return variables
                .apply(variable)
                .map(String::trim)
                .filter(word::equalsIgnoreCase)
                .isPresent();
    }

    @Override
    public String getName() {
        return "telemetry defaults";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
