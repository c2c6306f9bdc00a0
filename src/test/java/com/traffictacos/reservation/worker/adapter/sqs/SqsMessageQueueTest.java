package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.MessageQueueContract;
import com.traffictacos.reservation.worker.fake.MessageQueueFixture;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** The adapter against a real SQS server. */
class SqsMessageQueueTest implements MessageQueueContract {

    private static LocalSqs sqs;

    @BeforeAll
    static void startServer() {
        sqs = new LocalSqs();
    }

    @AfterAll
    static void stopServer() {
        sqs.close();
    }

    @AfterEach
    void closeClients() {
        sqs.closeClients();
    }

    @Override
    public MessageQueueFixture fixture(Options options) {
        return new SqsQueueFixture(options);
    }

    @Test
    void bringsTheXRayHeader() {
        SqsQueueFixture fixture = new SqsQueueFixture(SIMPLE);
        sqs.server()
                .admin()
                .sendMessage(request -> request.queueUrl(fixture.pair.url().toString())
                        .messageBody("x")
                        .messageSystemAttributes(Map.of(
                                MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                                MessageSystemAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("Root=1-5759e988-bd862e3fe1be46a994272793")
                                        .build())));

        assertThat(fixture.queue().receive(1).getFirst().awsTraceHeader())
                .contains("Root=1-5759e988-bd862e3fe1be46a994272793");
    }

    private static String text(Message message, String attribute) {
        return Optional.ofNullable(message.messageAttributes().get(attribute))
                .map(MessageAttributeValue::stringValue)
                .orElse("");
    }

    private static final class SqsQueueFixture implements MessageQueueFixture {

        private final QueuePair pair;
        private final MessageQueue queue;

        SqsQueueFixture(Options options) {
            this.pair = sqs.server()
                    .createQueueWithDeadLetterQueue(
                            UUID.randomUUID() + (options.fifo() ? ".fifo" : ""), 10, Duration.ofSeconds(30));
            this.queue = new SqsMessageQueue(
                    sqs.clients(options.waitTime()),
                    new Settings.Queue(pair.url(), Optional.empty(), options.waitTime(), options.visibilityTimeout()),
                    Observers.none());
        }

        @Override
        public MessageQueue queue() {
            return queue;
        }

        @Override
        public void send(String body, Map<String, MessageAttribute> attributes, Optional<String> group) {
            sqs.send(pair.url(), body, attributes, group);
        }

        @Override
        public Map<String, String> deadLetters() {
            return sqs
                    .server()
                    .admin()
                    .receiveMessage(
                            request -> request.queueUrl(pair.deadLetterUrl().toString())
                                    .maxNumberOfMessages(10)
                                    .messageAttributeNames("All"))
                    .messages()
                    .stream()
                    .collect(Collectors.toMap(Message::body, message -> text(message, "failure_reason")));
        }
    }
}
