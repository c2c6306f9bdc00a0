package com.traffictacos.reservation.worker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SuiteOptionsTest {

    private static SuiteOptions read(Map<String, String> given) {
        Properties properties = new Properties();
        properties.putAll(given);
        return SuiteOptions.from(properties);
    }

    @Test
    void playsEveryScenarioAtFullScaleUnlessToldOtherwise() {
        SuiteOptions options = read(Map.of("faults.scenario", "", "faults.seed", " "));

        assertThat(options.scenarios()).isEqualTo(Scenarios.all());
        assertThat(options.scale()).isEqualTo(Scale.FULL);
        assertThat(options.seed()).isEqualTo(1);
    }

    @Test
    void playsTheNamedScenariosInTheirOrder() {
        SuiteOptions options = read(Map.of("faults.scenario", "poison, sigkill", "faults.scale", "brief"));

        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("poison", "sigkill");
        assertThat(options.scale()).isEqualTo(Scale.BRIEF);
    }

    @Test
    void namesEveryWrongOption() {
        assertThatThrownBy(
                        () -> read(Map.of("faults.scenario", "flood", "faults.seed", "one", "faults.scale", "large")))
                .isInstanceOf(OptionReader.InvalidOptions.class)
                .hasMessageContaining("'flood'")
                .hasMessageContaining("sigkill")
                .hasMessageContaining("'one'")
                .hasMessageContaining("'large'");
    }

    @Test
    void givesEachScenarioANameOfItsOwn() {
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    @Test
    void findsEveryScenarioOfTheBuild() {
        assertThat(Scenarios.brief()).hasSize(Scenarios.BRIEF.size());
    }
}
