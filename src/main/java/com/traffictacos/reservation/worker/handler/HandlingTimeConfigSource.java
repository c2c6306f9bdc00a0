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
 * The figures of {@code @Timeout} and {@code @Retry} on the handlers, computed by {@link HandlingTime} from the settings, as
 * MicroProfile Fault Tolerance looks for them. It stands above every other source: a figure set beside the settings could
 * contradict them.
 *
 * <p>Safe for use by any number of threads. Nothing is read until a figure is asked for, because this source is itself part of
 * the configuration that holds the settings.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.1/microprofile-fault-tolerance-spec-4.1.html#configuration">Fault
 *     Tolerance configuration</a>
 */
public final class HandlingTimeConfigSource implements ConfigSource {

    /** Above the system properties, which have 400. */
    private static final int ORDINAL = 500;

    private static final List<Class<?>> HANDLERS =
            List.of(ReservationExpiredHandler.class, PaymentApprovedHandler.class, PaymentFailedHandler.class);

    // In milliseconds, the default unit of each.
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

    /** @param config where the settings are */
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

    /** With a wrong setting the worker does not start, whatever the figures. */
    private static Duration millis(SettingValues values, Setting<Integer> setting) {
        return Duration.ofMillis(values.find(setting)
                .or(() -> setting.defaultText().flatMap(setting::parse))
                .orElseThrow());
    }
}
