package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.operations.fleet.FleetFlagStore.FlagUnreadableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqsFleetFlagStoreTest {

    @Test
    void keepsTheFlagInATagOfTheQueueAndLeavesTheOthers() {
        try (EmbeddedSqs server = EmbeddedSqs.start();
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            QueuePair pair = server.createQueueWithDeadLetterQueue("flag", 10, Duration.ofSeconds(30));
            server.admin()
                    .tagQueue(request -> request.queueUrl(pair.url().toString()).tags(Map.of("team", "tickets")));
            SqsFleetFlagStore store = new SqsFleetFlagStore(clients, settings(pair.url()));

            assertThat(store.read()).isEmpty();
            store.write("paused 2025-01-23T10:00:00Z alice");
            assertThat(store.read()).contains("paused 2025-01-23T10:00:00Z alice");
            store.write("running 2025-01-23T10:00:01Z alice");
            assertThat(server.admin()
                            .listQueueTags(
                                    request -> request.queueUrl(pair.url().toString()))
                            .tags())
                    .containsOnly(
                            Map.entry("team", "tickets"),
                            Map.entry("reservation-worker:fleet", "running 2025-01-23T10:00:01Z alice"));
        }
    }

    @Test
    void saysThatItMayNotReadOrWrite() {
        try (ScriptedSqs server = ScriptedSqs.refusing(403, "AccessDenied", "not you");
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            SqsFleetFlagStore store =
                    new SqsFleetFlagStore(clients, settings(server.endpoint().resolve("/1/queue")));

            assertThatExceptionOfType(FlagUnreadableException.class)
                    .isThrownBy(store::read)
                    .withMessageContaining("AccessDenied")
                    .matches(refusal -> !refusal.isRetryable());
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> store.write("paused"))
                    .withMessageContaining("AccessDenied");
        }
    }

    @Test
    void saysThatAThrottledReadMayBeRepeated() {
        try (ScriptedSqs server = ScriptedSqs.refusing(400, "RequestThrottled", "slow down");
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            SqsFleetFlagStore store =
                    new SqsFleetFlagStore(clients, settings(server.endpoint().resolve("/1/queue")));

            assertThatExceptionOfType(FlagUnreadableException.class)
                    .isThrownBy(store::read)
                    .withMessageContaining("RequestThrottled")
                    .matches(FlagUnreadableException::isRetryable);
        }
    }

    private static Settings.Queue settings(URI queue) {
        return new Settings.Queue(queue, Optional.empty(), Duration.ZERO, Duration.ofSeconds(30));
    }
}
