package com.traffictacos.reservation.worker.platform.settings;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Where settings come from: texts by name. */
@FunctionalInterface
public interface SettingsSource {

    /** The text under a name, as it was written; absent if there is none. A blank text may come either way. */
    Optional<String> value(String name);

    /**
     * The sources of a configuration, the strongest first.
     *
     * <p>The texts are taken as they stand: a token that happens to hold <code>${</code> is not an expression.
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

    /** The system properties and below them the environment: what is known before any configuration is built. */
    static SettingsSource ofProcess() {
        return name -> Optional.ofNullable(System.getProperty(name))
                .filter(text -> !text.isBlank())
                .or(() -> Optional.ofNullable(System.getenv(name)));
    }
}
