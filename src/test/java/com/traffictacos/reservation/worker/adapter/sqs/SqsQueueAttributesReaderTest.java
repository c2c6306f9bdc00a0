package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.DeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queue attributes of a real server. */
class SqsQueueAttributesReaderTest {

    private final EmbeddedSqs server = EmbeddedSqs.start();
    private final SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ofSeconds(20));

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void readsTheRedrivePolicyAndFindsTheDeadLetterQueueByIt() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("events", 7, Duration.ofSeconds(30));

        assertThat(inspector(pair.url(), Optional.empty()).inspect()).satisfies(facts -> {
            assertThat(facts.maxReceiveCount()).hasValue(7);
            assertThat(facts.deadLetterQueue()).isInstanceOf(DeadLetterQueue.Known.class);
            assertThat(facts.receiveTimeout()).isGreaterThan(Duration.ofSeconds(20));
        });
    }

    @Test
    void findsTheQueueThatIsItsOwnDeadLetterQueueByItsArn() {
        URI url = server.createQueue("events");
        URI spelt = URI.create(url.toString().replace("/123456789012/", "/queue/"));

        assertThat(inspector(url, Optional.of(spelt)).inspect().deadLetterQueue())
                .isInstanceOfSatisfying(
                        DeadLetterQueue.Known.class,
                        known -> assertThat(known.theQueueItself()).isTrue());
    }

    @Test
    void findsTheOtherQueuesThatShareTheDeadLetterQueue() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("events", 7, Duration.ofSeconds(30));
        server.admin()
                .createQueue(request -> request.queueName("orders")
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"arn:aws:sqs:%s:123456789012:events-dlq\",\"maxReceiveCount\":5}"
                                        .formatted(EmbeddedSqs.REGION))));

        assertThat(inspector(pair.url(), Optional.empty()).inspect().deadLetterQueue())
                .isInstanceOfSatisfying(
                        DeadLetterQueue.Known.class,
                        known -> assertThat(known.otherSources()).containsExactly("orders"));
    }

    @Test
    void missesPolicyAndDeadLetterQueue() {
        URI url = server.createQueue("bare");

        assertThat(inspector(url, Optional.empty()).inspect()).satisfies(facts -> {
            assertThat(facts.maxReceiveCount()).isEmpty();
            assertThat(facts.deadLetterQueue()).isEqualTo(new DeadLetterQueue.None());
        });
    }

    @Test
    void saysWhyADeadLetterQueueCannotBeRead() {
        URI url = server.createQueue("events");

        assertThat(inspector(url, Optional.of(URI.create(url + "-missing")))
                        .inspect()
                        .deadLetterQueue())
                .isInstanceOf(DeadLetterQueue.BadRequestException.class);
    }

    @Test
    void refusesAQueueThatDoesNotExist() {
        URI missing = URI.create(server.endpoint() + "/000000000000/missing");

        assertThatExceptionOfType(QueueUnavailableException.class)
                .isThrownBy(() -> inspector(missing, Optional.empty()).inspect())
                .withMessageContaining("QueueDoesNotExist");
    }

    private SqsQueueAttributesReader inspector(URI url, Optional<URI> deadLetterUrl) {
        return new SqsQueueAttributesReader(
                clients, new Settings.Queue(url, deadLetterUrl, Duration.ofSeconds(20), Duration.ofSeconds(60)));
    }
}
