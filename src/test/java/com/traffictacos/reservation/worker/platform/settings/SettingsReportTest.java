package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReportTest {

    @Test
    void writesALineForEachProblemAndASummary() {
        InvalidSettingsException failure = new InvalidSettingsException(List.of(
                new SettingProblem("MAX_RETRIES", "\"x\"", "a whole number from 0 to 15"),
                new SettingProblem("SQS_QUEUE_URL", "nothing", "a queue")));

        assertThat(SettingsReport.errors(failure))
                .containsExactly(
                        new SettingsReport.Line(
                                "MAX_RETRIES: got \"x\", accepts a whole number from 0 to 15",
                                Map.of(
                                        "variable",
                                        "MAX_RETRIES",
                                        "got",
                                        "\"x\"",
                                        "accepts",
                                        "a whole number from 0 to 15")),
                        new SettingsReport.Line(
                                "SQS_QUEUE_URL: got nothing, accepts a queue",
                                Map.of("variable", "SQS_QUEUE_URL", "got", "nothing", "accepts", "a queue")),
                        new SettingsReport.Line(
                                "The worker does not start, no message was taken. Settings to correct: MAX_RETRIES,"
                                        + " SQS_QUEUE_URL",
                                Map.of()));
    }

    @Test
    void warnsOfAStopThatIsShorterThanOneEvent() {
        FakeSource slow = FakeSource.valid().with("RESERVATION_TIMEOUT_MS", "10000");

        assertThat(SettingsReport.warnings(SettingsReader.read(slow)))
                .singleElement()
                .satisfies(line -> assertThat(line.message())
                        .contains("SHUTDOWN_TIMEOUT_SECONDS=30", "RESERVATION_TIMEOUT_MS", "39 s"));
        assertThat(SettingsReport.warnings(SettingsReader.read(slow.with("SHUTDOWN_TIMEOUT_SECONDS", "39"))))
                .isEmpty();
    }

    @Test
    void warnsOfAConsoleThatHasNothingToShow() {
        FakeSource console = FakeSource.valid().with("CONSOLE_ENABLED", "true");

        assertThat(SettingsReport.warnings(SettingsReader.read(console)))
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains("Set ADMIN_TOKEN"));
        assertThat(SettingsReport.warnings(SettingsReader.read(console.with("ADMIN_TOKEN", "0123456789abcdef"))))
                .isEmpty();
        assertThat(SettingsReport.warnings(SettingsReader.read(FakeSource.valid())))
                .isEmpty();
    }
}
