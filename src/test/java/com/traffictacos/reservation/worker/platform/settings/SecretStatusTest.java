package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretStatusTest {

    @Test
    void comesBackFromItsProperties() {
        SecretStatus failed =
                new SecretStatus(Optional.of(new SettingProblem("SECRET_NAME", "\"x\"", "another")), Set.of());
        SecretStatus read = new SecretStatus(Optional.empty(), Set.of("SQS_QUEUE_URL", "INVENTORY_GRPC_ADDR"));

        assertThat(SecretStatus.readFrom(new FakeSource(failed.toProperties()))).isEqualTo(failed);
        assertThat(SecretStatus.readFrom(new FakeSource(read.toProperties()))).isEqualTo(read);
    }

    @Test
    void isEmptyWhereNoSecretIsUsed() {
        SecretStatus none = new SecretStatus(Optional.empty(), Set.of());

        assertThat(none.toProperties()).isEmpty();
        assertThat(SecretStatus.readFrom(FakeSource.valid())).isEqualTo(none);
    }

    @Test
    void knowsItsOwnProperties() {
        SecretStatus full = new SecretStatus(
                Optional.of(new SettingProblem("SECRET_NAME", "\"x\"", "another")), Set.of("SQS_QUEUE_URL"));

        assertThat(full.toProperties()).containsOnlyKeys(SecretStatus.PROPERTIES);
    }
}
