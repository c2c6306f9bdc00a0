package com.traffictacos.reservation.worker.platform.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Configures MicroProfile Telemetry according to contract section 5: without an endpoint there is no tracing; with an
 * endpoint only traces are exported, because metrics and logs leave the worker by other ways.
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
    private static final Map<String, String> FIXED = Map.of(
            "otel.service.name", "reservation-worker",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    private static final Set<String> NAMES =
            Stream.concat(FIXED.keySet().stream(), Stream.of(SDK_DISABLED)).collect(Collectors.toUnmodifiableSet());

    private final Supplier<Optional<String>> endpoint;

    /**
     * @param endpoint returns the value of {@code OTEL_EXPORTER_OTLP_ENDPOINT}, from any source; called at each look-up
     */
    public TelemetryConfigSource(Supplier<Optional<String>> endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Map<String, String> getProperties() {
        Map<String, String> properties = new HashMap<>(FIXED);
        properties.put(SDK_DISABLED, sdkDisabled());
        return Map.copyOf(properties);
    }

    @Override
    public Set<String> getPropertyNames() {
        return NAMES;
    }

    @Override
    public @Nullable String getValue(String name) {
        return name.equals(SDK_DISABLED) ? sdkDisabled() : FIXED.get(name);
    }

    @Override
    public String getName() {
        return "telemetry defaults";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    private String sdkDisabled() {
        return String.valueOf(endpoint.get().isEmpty());
    }
}
