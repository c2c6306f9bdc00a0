package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The light queue, by way of the gateway and seen through the SDK as a worker sees it. */
class MemorySqsTest {

    private SandboxWorld world;
    private SqsClient client;
    private String url;

    @BeforeEach
    void open() {
        world = SandboxWorld.startLight();
        client = SandboxSqsClients.at(world.gateway().endpoint());
        url = world.settings().getOrDefault("SQS_QUEUE_URL", "");
    }

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void bringsBodyAndAttributesAsTheyWereSent() {
        PlannedReservation planned = new ReservationGenerator(EventMix.of(ReservationScript.IS_PAID), 5)
                .next(1)
                .withTraceParent("00-5b8aa5a2d2c872e8321cf37308d69df2-b7ad6b7169203331-01");
        world.generator().send(planned);

        Message message = receive().getFirst();

        assertThat(message.body()).isEqualTo(planned.messages().getFirst().body());
        assertThat(message.messageAttributes()).containsOnlyKeys("traceparent");
        assertThat(message.messageId())
                .isEqualTo(UUID.fromString(message.messageId()).toString());
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
    }

    @Test
    void sendsAndDeliversDigestsThatAClientChecks() {
        try (SqsClient checking = checkingClient()) {
            checking.sendMessage(r -> r.queueUrl(url)
                    .messageBody("{\"name\":\"콘서트\"}")
                    .messageAttributes(Map.of(
                            "b",
                                    MessageAttributeValue.builder()
                                            .dataType("String")
                                            .stringValue("x")
                                            .build(),
                            "a",
                                    MessageAttributeValue.builder()
                                            .dataType("Binary")
                                            .binaryValue(SdkBytes.fromUtf8String("bytes"))
                                            .build())));
            checking.sendMessageBatch(r -> r.queueUrl(url)
                    .entries(SendMessageBatchRequestEntry.builder()
                            .id("0")
                            .messageBody("{}")
                            .build()));

            assertThat(receive(checking)).extracting(Message::body).containsExactly("{\"name\":\"콘서트\"}", "{}");
        }
    }

    @Test
    void takesSingleMessagesLikeBatches() {
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 1), 1);
        String first = receive().getFirst().receiptHandle();

        client.changeMessageVisibility(r -> r.queueUrl(url).receiptHandle(first).visibilityTimeout(0));
        String second = receive().getFirst().receiptHandle();
        client.deleteMessage(r -> r.queueUrl(url).receiptHandle(second));

        assertThat(world.depth().total()).isZero();
        assertThat(world.gateway().ledger().totals().deleted()).isEqualTo(1);
        assertThatThrownBy(() -> client.deleteMessage(r -> r.queueUrl(url).receiptHandle("nonsense")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void deletesABatchAndNamesTheEntryThatItRefuses() {
        world.generator().send(new ReservationGenerator(EventMix.burst(), 1), 3);
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
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 1), 1);
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
                .satisfies(deadLetter -> assertThat(deadLetter.body()).isEqualTo("{}"));
    }

    /** As the SDK makes it unless told otherwise: one that compares digests. */
    private SqsClient checkingClient() {
        return SqsClient.builder()
                .endpointOverride(world.gateway().endpoint())
                .region(Region.of(EmbeddedSqs.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build();
    }

    private List<Message> receive() {
        return receive(client);
    }

    private List<Message> receive(SqsClient from) {
        return from.receiveMessage(r -> r.queueUrl(url)
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
