package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Dead letters on a real server. */
class SqsDeadLetterTest {

    private EmbeddedSqs server;
    private SqsClients clients;

    @BeforeEach
    void start() {
        server = EmbeddedSqs.start();
        clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void carriesOriginalAndReasonToTheQueueOfTheRedrivePolicy() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("events", 5, Duration.ofSeconds(30));
        ReceivedMessage original = EventMessages.withAwsTraceHeader(
                EventMessages.withAttribute(EventMessages.withBody("{\"a\": 1}"), "TraceId", "abc"),
                "Root=1-5759e988-bd862e3fe1be46a994272793");

        assertThat(queue(pair.url(), Optional.empty())
                        .sendToDeadLetterQueue(List.of(deadLetter(original)))
                        .refused())
                .isEmpty();

        ReceivedMessage dead = receive(pair.deadLetterUrl()).getFirst();
        assertThat(dead.body()).isEqualTo("{\"a\": 1}");
        assertThat(dead.attributes())
                .containsOnlyKeys(
                        "TraceId", "failure_reason", "failure_detail", "failed_at", "attempts", "original_message_id")
                .containsEntry("TraceId", original.attributes().get("TraceId"));
        assertThat(dead.awsTraceHeader()).isEqualTo(original.awsTraceHeader());
    }

    @Test
    void prefersTheAddressOfTheSettings() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("events", 5, Duration.ofSeconds(30));
        URI other = server.createQueue("elsewhere");

        queue(pair.url(), Optional.of(other)).sendToDeadLetterQueue(List.of(deadLetter(EventMessages.withBody("x"))));

        assertThat(receive(other)).hasSize(1);
        assertThat(receive(pair.deadLetterUrl())).isEmpty();
    }

    /** The server accepts a second name of the account. */
    @Test
    void sendsNoDeadLetterToTheQueueItComesFromHoweverThatIsSpelt() {
        URI url = server.createQueue("events");
        URI spelt = URI.create(url.toString().replace("/123456789012/", "/queue/"));

        assertThat(queue(url, Optional.of(spelt))
                        .sendToDeadLetterQueue(List.of(deadLetter(EventMessages.withBody("x"))))
                        .refused())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("DeadLetterQueueIsTheQueue");
                    assertThat(refusal.retryable()).isFalse();
                });
        assertThat(receive(url)).isEmpty();
    }

    @Test
    void refusesWhereThereIsNoDeadLetterQueueUntilThereIsOne() {
        URI url = server.createQueue("events");
        URI target = server.createQueue("graves");
        MessageQueue queue = queue(url, Optional.empty());

        BatchResult<DeadLetterEntry> result =
                queue.sendToDeadLetterQueue(List.of(deadLetter(EventMessages.withBody("x"))));

        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("NoDeadLetterQueue");
            assertThat(refusal.retryable()).isFalse();
        });
        server.admin()
                .setQueueAttributes(request -> request.queueUrl(url.toString())
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"arn:aws:sqs:%s:123456789012:graves\",\"maxReceiveCount\":5}"
                                        .formatted(EmbeddedSqs.REGION))));
        assertThat(queue.sendToDeadLetterQueue(List.of(deadLetter(EventMessages.withBody("x"))))
                        .refused())
                .isEmpty();
        assertThat(receive(target)).hasSize(1);
    }

    @Test
    void asksForTheAddressAgainWhereTheFirstLookUpFailed() {
        MessageQueue queue = queue(server.endpoint().resolve("/123456789012/late"), Optional.empty());
        DeadLetterEntry deadLetter = deadLetter(EventMessages.withBody("x"));

        assertThat(queue.sendToDeadLetterQueue(List.of(deadLetter)).refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("QueueDoesNotExist"));
        server.createQueueWithDeadLetterQueue("late", 5, Duration.ofSeconds(30));

        assertThat(queue.sendToDeadLetterQueue(List.of(deadLetter)))
                .isEqualTo(BatchResult.allSucceeded(List.of(deadLetter)));
    }

    @Test
    void keepsGroupAndSendsNoDeadLetterTwiceToAFifoQueue() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("orders.fifo", 5, Duration.ofSeconds(30));
        server.admin()
                .sendMessage(request -> request.queueUrl(pair.url().toString())
                        .messageBody("x")
                        .messageGroupId("rsv_1")
                        .messageDeduplicationId("d"));
        MessageQueue queue = queue(pair.url(), Optional.empty());
        DeadLetterEntry deadLetter = deadLetter(queue.receive(1).getFirst());
        DeadLetterEntry ungrouped = deadLetter(EventMessages.withBody("y"));

        assertThat(queue.sendToDeadLetterQueue(List.of(deadLetter, ungrouped)).refused())
                .isEmpty();
        assertThat(queue.sendToDeadLetterQueue(List.of(deadLetter)).refused()).isEmpty();

        assertThat(receive(pair.deadLetterUrl()))
                .extracting(message -> message.groupId().orElse(""))
                .containsExactlyInAnyOrder("rsv_1", "msg-1");
    }

    @Test
    void sendsDeadLettersThatAreTooLargeForOneRequest() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("events", 5, Duration.ofSeconds(30));
        List<DeadLetterEntry> deadLetters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            deadLetters.add(deadLetter(EventMessages.withBody("x".repeat(MessageSize.MAX_BYTES - i))));
        }

        assertThat(queue(pair.url(), Optional.empty()).sendToDeadLetterQueue(deadLetters))
                .isEqualTo(BatchResult.allSucceeded(deadLetters));
    }

    @Test
    void sendsOnWhereOneDeadLetterIsRefused() {
        QueuePair pair = server.createQueueWithDeadLetterQueue("events", 5, Duration.ofSeconds(30));
        DeadLetterEntry good = deadLetter(EventMessages.withBody("x"));
        DeadLetterEntry tooLarge = deadLetter(EventMessages.withBody("x".repeat(MessageSize.MAX_BYTES + 1)));

        BatchResult<DeadLetterEntry> result =
                queue(pair.url(), Optional.empty()).sendToDeadLetterQueue(List.of(good, tooLarge, good));

        assertThat(result.succeeded()).hasSize(2);
        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.entry()).isEqualTo(tooLarge);
            assertThat(refusal.retryable()).isFalse();
        });
    }

    private MessageQueue queue(URI url, Optional<URI> deadLetterUrl) {
        return new SqsMessageQueue(
                clients,
                new Settings.Queue(url, deadLetterUrl, Duration.ZERO, Duration.ofSeconds(30)),
                Observers.none());
    }

    private List<ReceivedMessage> receive(URI url) {
        List<Message> messages = server.admin()
                .receiveMessage(request -> request.queueUrl(url.toString())
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
        return messages.stream().map(SqsMessages::received).toList();
    }

    private static DeadLetterEntry deadLetter(ReceivedMessage message) {
        return new DeadLetterEntry(message, FailureReason.INVALID_FIELD, "qty: missing", Instant.now());
    }
}
