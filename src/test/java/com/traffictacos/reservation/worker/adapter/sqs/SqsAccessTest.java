package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

class SqsAccessTest {

    private static final Settings.Aws AWS = new Settings.Aws("ap-northeast-2", Optional.empty(), Optional.empty());

    @Test
    void leavesTheEndpointToTheSdk() {
        assertThat(SqsClients.Access.of(AWS, Map.of("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324"))
                        .endpoint())
                .isEmpty();
        assertThat(SqsClients.Access.of(AWS, Map.of()).endpoint()).isEmpty();
    }

    @Test
    void takesTheEndpointOfTheSettings() {
        URI endpoint = URI.create("http://127.0.0.1:9324");
        Settings.Aws aws = new Settings.Aws("ap-northeast-2", Optional.empty(), Optional.of(endpoint));

        assertThat(SqsClients.Access.of(aws, Map.of()).endpoint()).contains(endpoint);
    }

    @Test
    void takesAnEmptyEndpointForNone() {
        SqsClients.Access access = SqsClients.Access.of(AWS, Map.of("AWS_ENDPOINT_URL_SQS", ""));

        assertThat(access.endpoint()).contains(URI.create("https://sqs.ap-northeast-2.amazonaws.com"));
        try (SqsClients clients = new SqsClients(access, Duration.ZERO)) {
            assertThat(clients.waitingReceives()).isZero();
        }
    }

    @Test
    void takesTheNamedProfileAloneOrElseTheDefaultChain() {
        assertThat(SqsClients.Access.of(
                                new Settings.Aws("ap-northeast-2", Optional.of("tacos"), Optional.empty()), Map.of())
                        .credentials())
                .isInstanceOf(ProfileCredentialsProvider.class);
        assertThat(SqsClients.Access.of(AWS, Map.of()).credentials()).isInstanceOf(DefaultCredentialsProvider.class);
    }
}
