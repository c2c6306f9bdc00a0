package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretSettingsTest {

    private static final FakeSource USED = FakeSource.empty().with("USE_SECRET_MANAGER", "true");

    @Test
    void asksForNoSecretUnlessTold() {
        assertThat(SecretSettings.read(FakeSource.empty())).isEmpty();
        assertThat(SecretSettings.read(FakeSource.empty().with("USE_SECRET_MANAGER", "false")))
                .isEmpty();
    }

    @Test
    void knowsWhereTheSecretIsByDefault() {
        assertThat(SecretSettings.read(USED))
                .contains(new SecretSettings(
                        "traffictacos/reservation-worker", "ap-northeast-2", Optional.empty(), Optional.empty()));
    }

    @Test
    void readsNameRegionProfileAndEndpoint() {
        assertThat(SecretSettings.read(USED.with("SECRET_NAME", "s")
                        .with("AWS_REGION", "eu-west-1")
                        .with("AWS_PROFILE", "p")
                        .with("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:1")))
                .contains(new SecretSettings(
                        "s", "eu-west-1", Optional.of("p"), Optional.of(URI.create("http://127.0.0.1:1"))));
    }

    @ParameterizedTest
    @CsvSource({
        "USE_SECRET_MANAGER,yes",
        "SECRET_NAME,a b",
        "AWS_REGION,Seoul",
        "AWS_PROFILE,[x]",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER,x"
    })
    void leavesWrongSettingsToTheReportOfAll(String variable, String rubbish) {
        assertThat(SecretSettings.read(USED.with(variable, rubbish))).isEmpty();
    }
}
