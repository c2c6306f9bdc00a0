package com.traffictacos.reservation.worker.platform.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** A configuration with sources in a given order. Only the sources are supported. */
final class FakeConfig implements Config {

    private final List<ConfigSource> sources;

    /** @param sources the highest ordinal first */
    FakeConfig(List<Map<String, String>> sources) {
        this.sources = sources.stream().<ConfigSource>map(Source::new).toList();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return sources;
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<String> getPropertyNames() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    private record Source(Map<String, String> texts) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return texts.keySet();
        }

        @Override
        public @Nullable String getValue(String name) {
            return texts.get(name);
        }

        @Override
        public String getName() {
            return "fake";
        }
    }
}
