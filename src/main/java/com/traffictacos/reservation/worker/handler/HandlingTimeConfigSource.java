package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Setting;
import com.traffictacos.reservation.worker.platform.settings.SettingCatalog;
import com.traffictacos.reservation.worker.platform.settings.SettingValues;
import com.traffictacos.reservation.worker.platform.settings.SettingsSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code @Timeout} and {@code @Retry} on the handlers, as MicroProfile Fault Tolerance looks them up.
 * {@link HandlingTime} computes them from the settings. This source has a higher ordinal than every other source,
 * because a value that is set separately could contradict the settings.
 *
 * <p>Safe for use by any number of threads. The settings are read on the first look-up and not earlier, because this
 * source is itself part of the configuration that contains the settings.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.1/microprofile-fault-tolerance-spec-4.1.html#configuration">Fault
 *     Tolerance configuration</a>
 */
public final class HandlingTimeConfigSource implements ConfigSource {

    /** Above the system properties, which have 400. */
    private static final int ORDINAL = 500;

    private static final List<Class<?>> HANDLERS =
            List.of(ReservationExpiredHandler.class, PaymentApprovedHandler.class, PaymentFailedHandler.class);

    // In milliseconds, the default unit of each parameter.
    private static final Map<String, Function<HandlingTime, Long>> PARAMETERS = Map.of(
            "Timeout/value", time -> time.oneTry().toMillis(),
            "Retry/maxRetries", time -> (long) HandlingTime.RETRIES,
            "Retry/delay", time -> HandlingTime.RETRY_DELAY.toMillis(),
            "Retry/jitter", time -> HandlingTime.RETRY_JITTER.toMillis(),
            "Retry/maxDuration", time -> time.inAll().toMillis());

    private static final Map<String, Function<HandlingTime, Long>> FIGURES = figures();

    private final Supplier<Config> config;

    public HandlingTimeConfigSource() {
        this(ConfigProvider::getConfig);
    }

    /** @param config the configuration that contains the settings */
    public HandlingTimeConfigSource(Supplier<Config> config) {
        this.config = config;
    }

    private static Map<String, Function<HandlingTime, Long>> figures() {
        Map<String, Function<HandlingTime, Long>> figures = new LinkedHashMap<>();
        for (Class<?> handler : HANDLERS) {
            PARAMETERS.forEach((name, figure) -> figures.put(handler.getName() + "/handle/" + name, figure));
        }
        return Map.copyOf(figures);
    }

    @Override
    public Map<String, String> getProperties() {
        return FIGURES.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> figure(entry.getValue())));
    }

    @Override
    public Set<String> getPropertyNames() {
        return FIGURES.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        Function<HandlingTime, Long> figure = FIGURES.get(name);
        return figure == null ? null : figure(figure);
    }

    @Override
    public String getName() {
        return "time of one handling";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    private String figure(Function<HandlingTime, Long> figure) {
        SettingValues values = new SettingValues(
                SettingsSource.of(config.get()),
                List.of(SettingCatalog.INVENTORY_TIMEOUT_MS, SettingCatalog.RESERVATION_TIMEOUT_MS));
        HandlingTime time = HandlingTime.of(
                millis(values, SettingCatalog.INVENTORY_TIMEOUT_MS),
                millis(values, SettingCatalog.RESERVATION_TIMEOUT_MS));
        return String.valueOf(figure.apply(time));
    }

    /** With an invalid setting the worker does not start, so the value does not matter in that case. */
    private static Duration millis(SettingValues values, Setting<Integer> setting) {
        return Duration.ofMillis(values.find(setting)
                .or(() -> setting.defaultText().flatMap(setting::parse))
                .orElseThrow());
    }
}
