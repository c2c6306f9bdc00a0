package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the SDK takes from its environment: endpoint, keys, profile. */
class SqsClientsTest {

    private final Map<String, Optional<String>> before = new HashMap<>();

    @AfterEach
    void restoreProperties() {
        before.forEach((name, value) ->
                value.ifPresentOrElse(old -> System.setProperty(name, old), () -> System.clearProperty(name)));
    }

    @Test
    void takesEndpointAndKeysWhereTheSdkLooksForThem() {
        try (EmbeddedSqs server = EmbeddedSqs.start()) {
            setProperty("aws.endpointUrlSqs", server.endpoint().toString());
            setProperty("aws.accessKeyId", "test");
            setProperty("aws.secretAccessKey", "test");
            URI url = server.createQueue("events");
            server.admin()
                    .sendMessage(request -> request.queueUrl(url.toString()).messageBody("x"));

            assertThat(receive(url, Optional.empty()))
                    .extracting(ReceivedMessage::body)
                    .containsExactly("x");
        }
    }

    @Test
    void takesTheKeysOfTheNamedProfileAlone(@TempDir Path home) throws IOException {
        Path credentials = Files.writeString(
                home.resolve("credentials"), "[staging]\naws_access_key_id = a\naws_secret_access_key = b\n");
        try (EmbeddedSqs server = EmbeddedSqs.start()) {
            setProperty("aws.endpointUrlSqs", server.endpoint().toString());
            setProperty("aws.sharedCredentialsFile", credentials.toString());
            setProperty("aws.configFile", home.resolve("none").toString());
            setProperty("aws.accessKeyId", "left-over");
            setProperty("aws.secretAccessKey", "left-over");
            URI url = server.createQueue("events");

            assertThat(receive(url, Optional.of("staging"))).isEmpty();
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> receive(url, Optional.of("unknown")))
                    .withMessageContaining("unknown");
        }
    }

    private static List<ReceivedMessage> receive(URI url, Optional<String> profile) {
        Settings.Queue settings = new Settings.Queue(url, Optional.empty(), Duration.ZERO, Duration.ofSeconds(30));
        try (SqsClients clients =
                new SqsClients(new Settings.Aws(EmbeddedSqs.REGION, profile, Optional.empty()), settings)) {
            return new SqsMessageQueue(clients, settings, Observers.none()).receive(1);
        }
    }

    private void setProperty(String name, String value) {
        before.putIfAbsent(name, Optional.ofNullable(System.getProperty(name)));
        System.setProperty(name, value);
    }
}
