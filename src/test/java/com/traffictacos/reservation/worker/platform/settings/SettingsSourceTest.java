package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsSourceTest {

    private static final String PROPERTY = "SETTINGS_SOURCE_TEST";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void asksTheSourcesOfAConfigurationInTheirOrder() {
        SettingsSource source =
                SettingsSource.of(new FakeConfig(List.of(Map.of("A", "first"), Map.of("A", "second", "B", "b"))));

        assertThat(source.value("A")).contains("first");
        assertThat(source.value("B")).contains("b");
        assertThat(source.value("C")).isEmpty();
    }

    @Test
    void doesNotExpandExpressions() {
        SettingsSource source = SettingsSource.of(new FakeConfig(List.of(Map.of("A", "${B}", "B", "b"))));

        assertThat(source.value("A")).contains("${B}");
    }

    @Test
    void readsSystemPropertiesAndBelowThemTheEnvironment() {
        SettingsSource source = SettingsSource.ofProcess();
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(entry -> System.getProperty(entry.getKey()) == null)
                .findFirst()
                .orElseThrow();

        System.setProperty(PROPERTY, "from a property");

        assertThat(source.value(PROPERTY)).contains("from a property");
        assertThat(source.value(variable.getKey())).contains(variable.getValue());
        assertThat(source.value("SETTINGS_SOURCE_TEST_ABSENT")).isEmpty();
    }
}
