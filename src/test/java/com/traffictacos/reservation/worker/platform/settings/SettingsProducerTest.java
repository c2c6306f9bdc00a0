package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettingsProducerTest {

    @Test
    void handsOutTheSettingsAndEachOfTheirParts() {
        SettingsProducer producer = new SettingsProducer(
                new FakeConfig(List.of(Map.of("SQS_QUEUE_URL", FakeSource.QUEUE_URL, "MAX_RETRIES", "7"))));

        assertThat(producer.failure()).isEmpty();
        Settings settings = producer.settings();
        assertThat(settings.worker().maxRetries()).isEqualTo(7);
        assertThat(new Settings(
                        producer.aws(),
                        producer.queue(),
                        producer.worker(),
                        producer.inventory(),
                        producer.reservationApi(),
                        producer.expiry(),
                        producer.observability(),
                        producer.operations(),
                        producer.reservationOverview(),
                        producer.fleet(),
                        producer.mode()))
                .isEqualTo(settings);
    }

    @Test
    void keepsAFailureForWhoeverAsksAndThrowsItAtWhoeverDoesNot() {
        SettingsProducer producer = new SettingsProducer(FakeSource.empty());

        assertThat(producer.failure())
                .map(InvalidSettingsException::problems)
                .hasValueSatisfying(problems -> assertThat(problems)
                        .extracting(SettingProblem::variable)
                        .containsExactly("SQS_QUEUE_URL"));
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(producer::settings)
                .isSameAs(producer.failure().orElseThrow());
        assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(producer::worker);
    }

    @Test
    void readsTheSourceOnce() {
        AtomicInteger asked = new AtomicInteger();
        SettingsProducer producer = new SettingsProducer(name -> {
            if (name.equals("SQS_QUEUE_URL")) {
                asked.incrementAndGet();
                return Optional.of(FakeSource.QUEUE_URL);
            }
            return Optional.empty();
        });

        producer.queue();
        producer.worker();
        producer.queue();

        assertThat(asked).hasValue(1);
    }
}
