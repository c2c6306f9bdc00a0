package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The light queue, by way of the gateway and seen through the SDK as a worker sees it. */
class MemorySqsTest {

    private SandboxWorld world;
    private SqsClient client;
    private String url;

    @BeforeEach
    void open() {
        world = SandboxWorld.startLight();
        client = SqsClients.at(world.gateway().endpoint());
        url = world.settings().getOrDefault("SQS_QUEUE_URL", "");
    }

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void bringsBodyAndAttributesAsTheyWereSent() {
        PlannedReservation planned = new StoryTeller(EventMix.of(Story.IS_PAID), 5)
                .next(1)
                .withTraceParent("00-5b8aa5a2d2c872e8321cf37308d69df2-b7ad6b7169203331-01");
        world.generator().send(planned);

        Message message = receive().getFirst();

        assertThat(message.body()).isEqualTo(planned.messages().getFirst().body());
        assertThat(message.messageAttributes()).containsOnlyKeys("traceparent");
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
    }

    @Test
    void deletesABatchAndNamesTheEntryThatItRefuses() {
        world.generator().send(new StoryTeller(EventMix.burst(), 1), 3);
        List<Message> messages = receive();

        DeleteMessageBatchResponse answer = client.deleteMessageBatch(r -> r.queueUrl(url)
                .entries(
                        delete("a", messages.get(0).receiptHandle()),
                        delete("b", "nonsense"),
                        delete("c", messages.get(2).receiptHandle())));

        assertThat(answer.successful()).extracting(entry -> entry.id()).containsExactly("a", "c");
        assertThat(answer.failed()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("b");
            assertThat(failure.code()).isEqualTo("ReceiptHandleIsInvalid");
        });
        assertThat(world.depth()).isEqualTo(new SandboxWorld.Depth(0, 1, 0));
        assertThat(world.gateway().ledger().totals().deleted()).isEqualTo(2);
    }

    @Test
    void deliversAgainWhatIsHandedBack() {
        world.generator().send(new StoryTeller(EventMix.of(Story.EXPIRES), 1), 1);
        String handle = receive().getFirst().receiptHandle();

        client.changeMessageVisibilityBatch(r -> r.queueUrl(url)
                .entries(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id("0")
                        .receiptHandle(handle)
                        .visibilityTimeout(0)
                        .build()));

        assertThat(receive())
                .singleElement()
                .satisfies(message -> assertThat(message.attributes())
                        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2"));
        assertThat(world.gateway().ledger().totals().redeliveries()).isEqualTo(1);
    }

    @Test
    void keepsDeadLettersInAQueueOfTheirOwn() {
        URI deadLetters = URI.create(url + "-dlq");
        client.sendMessageBatch(r -> r.queueUrl(deadLetters.toString())
                .entries(SendMessageBatchRequestEntry.builder()
                        .id("0")
                        .messageBody("{}")
                        .build()));

        assertThat(world.deadLetterDepth().total()).isEqualTo(1);
        assertThat(world.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.body()).isEqualTo("{}"));
    }

    private List<Message> receive() {
        return client.receiveMessage(r -> r.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(5)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private static DeleteMessageBatchRequestEntry delete(String id, String handle) {
        return DeleteMessageBatchRequestEntry.builder()
                .id(id)
                .receiptHandle(handle)
                .build();
    }
}
