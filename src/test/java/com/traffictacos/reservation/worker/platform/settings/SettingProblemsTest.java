package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.failure;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of settings that are not taken, and what is not shown. */
class SettingProblemsTest {

    @Test
    void reportsEveryProblemAtATime() {
        FakeSource source = FakeSource.empty()
                .with("WORKER_CONCURRENCY", "abc")
                .with("SERVER_PORT", "70000")
                .with("ADMIN_TOKEN", "short")
                .with("USE_SECRET_MANAGER", "maybe");

        InvalidSettingsException failure = failure(source);

        assertThat(failure.problems())
                .extracting(SettingProblem::variable)
                .containsExactly(
                        "USE_SECRET_MANAGER", "SQS_QUEUE_URL", "WORKER_CONCURRENCY", "ADMIN_TOKEN", "SERVER_PORT");
        assertThat(failure.problems())
                .extracting(SettingProblem::message)
                .contains("WORKER_CONCURRENCY: got \"abc\", accepts a whole number from 1 to 1000");
        assertThat(failure)
                .hasMessage("The worker does not start, no message was taken. Settings to correct:"
                        + " USE_SECRET_MANAGER, SQS_QUEUE_URL, WORKER_CONCURRENCY, ADMIN_TOKEN, SERVER_PORT");
    }

    @Test
    void reportsEveryVariableThatHoldsRubbish() {
        FakeSource source = FakeSource.empty();
        for (Setting<?> setting : SettingCatalog.all()) {
            source = source.with(setting.variable(), "[not:a value]");
        }

        assertThat(failure(source).problems())
                .extracting(SettingProblem::variable)
                .containsExactlyElementsOf(
                        SettingCatalog.all().stream().map(Setting::variable).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "RESERVATION_API_BASE, http://user:hunter2@host:8010, http://***@host:8010",
        "RESERVATION_API_BASE, http://user:hun/ter2@host:8010, http://***@host:8010",
        "SQS_QUEUE_URL, https://key:hunter2@host/0/q, https://***@host/0/q",
        "INVENTORY_GRPC_ADDR, user:hunter2@inventory:8021, ***@inventory:8021",
        "OTEL_EXPORTER_OTLP_ENDPOINT, https://otel/?api-key=hunter2, https://otel/?***",
        "WORKER_CONCURRENCY, hunter2@x, ***@x",
    })
    void starsOutCredentialsInsideAddresses(String variable, String text, String shown) {
        assertThat(problem(FakeSource.valid().with(variable, text)).got()).isEqualTo('"' + shown + '"');
    }

    @Test
    void reportsWhatBefellTheSecretAndNotWhatItMightHaveHeld() {
        SettingProblem cause =
                new SettingProblem("SECRET_NAME", "\"x\" (AccessDeniedException)", "a secret that may be read");
        FakeSource source = FakeSource.empty().with(new SecretStatus(Optional.of(cause), Set.of()).toProperties());

        assertThat(failure(source).problems()).containsExactly(cause);
    }

    @Test
    void doesNotShowWrongValuesOfTheSecret() {
        FakeSource source = FakeSource.valid()
                .with("INVENTORY_GRPC_ADDR", "hunter2")
                .with(new SecretStatus(Optional.empty(), Set.of("INVENTORY_GRPC_ADDR")).toProperties());

        assertThat(problem(source).message())
                .startsWith("INVENTORY_GRPC_ADDR: got a value from the secret, which is not shown, accepts host:port");
    }
}
