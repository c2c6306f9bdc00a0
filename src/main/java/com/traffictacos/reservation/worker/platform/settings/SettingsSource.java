package com.traffictacos.reservation.worker.platform.settings;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Source of settings: texts by name. */
@FunctionalInterface
public interface SettingsSource {

    /**
     * The text under a name, unchanged. Absent if there is none. A blank text may be returned as blank or as absent.
     */
    Optional<String> value(String name);

    /**
     * The sources of a configuration, the highest ordinal first.
     *
     * <p>The texts are used unchanged: a token that contains <code>${</code> is not an expression.
     */
    static SettingsSource of(Config config) {
        return name -> {
            for (ConfigSource source : config.getConfigSources()) {
                String text = source.getValue(name);
                if (text != null) {
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        };
    }

    /** The system properties, then the environment: what is known before any configuration is built. */
    static SettingsSource ofProcess() {
        return name -> Optional.ofNullable(System.getProperty(name))
                .filter(text -> !text.isBlank())
                .or(() -> Optional.ofNullable(System.getenv(name)));
    }
}
