package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqsQueueDepthsTest {

    @Test
    void tellsWhatWaitsAndWhatIsInFlight() {
        try (EmbeddedSqs server = EmbeddedSqs.start();
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            QueuePair pair = server.createQueueWithDeadLetterQueue("depth", 10, Duration.ofSeconds(30));
            send(server, pair.url(), 0);
            send(server, pair.url(), 0);
            send(server, pair.url(), 60);
            send(server, pair.deadLetterUrl(), 0);
            server.admin().receiveMessage(request -> request.queueUrl(pair.url().toString()));
            SqsQueueDepths depths = new SqsQueueDepths(clients, settings(pair.url()));

            assertThat(depths.queue()).isEqualTo(new Depth(1, 1, 1));
            assertThat(depths.deadLetterQueue()).isEqualTo(new Depth(1, 0, 0));
        }
    }

    @Test
    void saysThatItMayNotAsk() {
        try (ScriptedSqs server = ScriptedSqs.refusing(403, "AccessDenied", "not you");
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            SqsQueueDepths depths =
                    new SqsQueueDepths(clients, settings(server.endpoint().resolve("/1/queue")));

            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(depths::queue)
                    .withMessageContaining("AccessDenied");
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(depths::deadLetterQueue)
                    .withMessageContaining("AccessDenied");
        }
    }

    @Test
    void saysThatThereIsNoDeadLetterQueue() {
        try (ScriptedSqs server = new ScriptedSqs(exchange -> ScriptedSqs.answer(exchange, 200, "{}"));
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            SqsQueueDepths depths =
                    new SqsQueueDepths(clients, settings(server.endpoint().resolve("/1/queue")));

            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(depths::deadLetterQueue)
                    .withMessageContaining("no dead-letter queue");
        }
    }

    private static void send(EmbeddedSqs server, URI queue, int delaySeconds) {
        server.admin()
                .sendMessage(request ->
                        request.queueUrl(queue.toString()).messageBody("x").delaySeconds(delaySeconds));
    }

    private static Settings.Queue settings(URI queue) {
        return new Settings.Queue(queue, Optional.empty(), Duration.ZERO, Duration.ofSeconds(30));
    }
}
