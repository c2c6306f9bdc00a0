package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** Asserts on valid settings of which one variable is changed. Stateless. */
final class SettingsAssertions {

    private SettingsAssertions() {}

    static void assertAccepted(String variable, String text) {
        FakeSource source = FakeSource.valid().with(variable, text);
        assertThat(SettingsReader.read(source)).as("%s=%s", variable, text).isNotNull();
    }

    static void assertRefused(String variable, String text, String accepts) {
        assertThat(problem(FakeSource.valid().with(variable, text)).message())
                .isEqualTo(variable + ": got \"" + text + "\", accepts " + accepts);
    }

    static SettingProblem problem(SettingsSource source) {
        List<SettingProblem> problems = failure(source).problems();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    static InvalidSettingsException failure(SettingsSource source) {
        InvalidSettingsException failure =
                catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(source));
        assertThat(failure).isNotNull();
        return failure;
    }
}
