package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.fake.DeadLetterQueueContract;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.NoDeadLetterQueueException;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The adapter against a real SQS server. */
class SqsDeadLetterQueueTest implements DeadLetterQueueContract {

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
    public DeadLetterQueueFixture fixture() {
        return new SqsDeadLetterQueueFixture("");
    }

    @Test
    void tellsWhatALetterIsAbout() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture("");
        String trace = "5b8aa5a2d2c872e8321cf37308d69df2";
        fixture.put(Shape.FLAT.render(Events.expired("rsv_1"), trace), Map.of());
        fixture.put(Shape.PAYMENT_SERVICE.render(Events.approved("rsv_2")), Map.of());
        fixture.put("{\"type\":\"payment.failed\",\"detail\":{\"reservation_id\":7}}", Map.of());
        fixture.put("no JSON <script>alert(1)</script>", Map.of());

        List<DeadLetter> deadLetters = fixture.queue().receive(10, HOLD);

        assertThat(deadLetters)
                .extracting(DeadLetter::type, DeadLetter::reservationId, DeadLetter::traceId)
                .containsExactlyInAnyOrder(
                        tuple(EventType.RESERVATION_EXPIRED, Optional.of("rsv_1"), Optional.of(trace)),
                        tuple(EventType.PAYMENT_APPROVED, Optional.of("rsv_2"), Optional.empty()),
                        tuple(EventType.PAYMENT_FAILED, Optional.empty(), Optional.empty()),
                        tuple(EventType.UNKNOWN, Optional.empty(), Optional.empty()));
    }

    @Test
    void keepsTheGroupAndMakesASecondSendHarmlessInAFifoQueue() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture(".fifo");
        fixture.put("body", Map.of());
        List<DeadLetter> deadLetters = fixture.queue().receive(10, HOLD);

        fixture.queue().sendBack(deadLetters);
        fixture.queue().sendBack(deadLetters);

        List<Message> back = fixture.receiveSentBack();
        assertThat(back)
                .singleElement()
                .satisfies(message -> assertThat(message.attributes())
                        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "group")
                        .containsEntry(
                                MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID,
                                "redrive-" + deadLetters.getFirst().id()));
    }

    @Test
    void sendsAnotherBodyWithTheProducersAttributesAndItsBody() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture("");
        MessageAttribute own =
                new MessageAttribute.Text("String", "00-5b8aa5a2d2c872e8321cf37308d69df2-1111111111111111-01");
        fixture.put("broken", attributes(own));
        DeadLetter first = fixture.queue().receive(10, HOLD).getFirst();

        assertThat(fixture.queue().planResend(first, new MessageBody("fixed")).keepsOriginal())
                .isTrue();
        fixture.queue().resend(first, new MessageBody("fixed"));

        Message sent = fixture.receiveSentBack().getFirst();
        assertThat(sent.body()).isEqualTo("fixed");
        assertThat(sent.messageAttributes()).containsOnlyKeys("traceparent", "original_body");
        assertThat(sent.messageAttributes().get("original_body"))
                .satisfies(value -> assertThat(value.stringValue()).isEqualTo("broken"))
                .satisfies(value -> assertThat(value.dataType()).startsWith("String.reservation-worker."));

        // It dies again and is changed again: the producer's body is still there, and it is no attribute of the
        // producer.
        DeadLetter second =
                new DeadLetter(SqsMessages.received(sent), EventType.UNKNOWN, Optional.empty(), Optional.empty());
        assertThat(second.reason()).isEqualTo(DeadLetter.UNKNOWN_REASON);
        fixture.queue().sendBack(List.of(second));
        fixture.queue().resend(second, new MessageBody("fixed again"));
        assertThat(fixture.receiveSentBack())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.messageAttributes())
                        .hasEntrySatisfying(
                                "original_body",
                                value -> assertThat(value.stringValue()).isEqualTo("broken")));
    }

    private static Map<String, MessageAttribute> attributes(MessageAttribute trace) {
        Map<String, MessageAttribute> attributes = new HashMap<>(marked("events"));
        attributes.put("traceparent", trace);
        return attributes;
    }

    @Test
    void dropsNoChangeAndNoSecondChangeInAFifoQueue() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture(".fifo");
        fixture.put("broken", Map.of());
        DeadLetter deadLetter = fixture.queue().receive(10, HOLD).getFirst();

        fixture.queue().sendBack(List.of(deadLetter));
        fixture.queue().resend(deadLetter, new MessageBody("one"));
        fixture.queue().resend(deadLetter, new MessageBody("one"));
        fixture.queue().resend(deadLetter, new MessageBody("two"));

        assertThat(fixture.receiveSentBack()).extracting(Message::body).containsExactly("broken", "one", "two");
    }

    /** The server of the tests has no retention of its own; one that is set is read for each scan. */
    @Test
    void tellsWhenTheQueueDeletesADeadLetter() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture("");
        fixture.put("body", Map.of());
        fixture.queue().check();
        DeadLetter deadLetter = fixture.queue().receive(10, HOLD).getFirst();

        assertThat(deadLetter.expiresAt())
                .isEqualTo(retention(fixture.pair.deadLetterUrl())
                        .map(deadLetter.message().sentAt()::plus));
    }

    private static Optional<Duration> retention(URI queue) {
        return Optional.ofNullable(sqs.server()
                        .admin()
                        .getQueueAttributes(
                                request -> request.queueUrl(queue.toString()).attributeNames(QueueAttributeName.ALL))
                        .attributes()
                        .get(QueueAttributeName.MESSAGE_RETENTION_PERIOD))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    @Test
    void refusesABodyThatTheQueueDoesNotTake() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture("");
        fixture.put("broken", Map.of());
        DeadLetter deadLetter = fixture.queue().receive(10, HOLD).getFirst();
        int limit = fixture.queue().planResend(deadLetter, new MessageBody("x")).maxBytes();

        assertThat(fixture.queue().planResend(deadLetter, new MessageBody("x".repeat(limit))))
                .returns(limit, DeadLetterQueue.ResendPlan::bytes)
                .returns(false, DeadLetterQueue.ResendPlan::keepsOriginal);
        for (String body : List.of("x".repeat(limit + 1), "a\u0000b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fixture.queue().planResend(deadLetter, new MessageBody(body)))
                    .withMessageStartingWith("body: ");
        }
    }

    @Test
    void sendsLargeDeadLettersInAsManyRequestsAsItTakes() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture("");
        String half = "x".repeat(200_000);
        fixture.put(half + "1", Map.of());
        fixture.put(half + "2", Map.of());
        List<DeadLetter> deadLetters = new ArrayList<>(fixture.queue().receive(10, HOLD));
        deadLetters.addAll(fixture.queue().receive(10, HOLD));

        assertThat(fixture.queue().sendBack(deadLetters).succeeded()).hasSize(2);
    }

    @Test
    void saysThatThereIsNoDeadLetterQueue() {
        URI alone = sqs.server().createQueue(UUID.randomUUID().toString());
        DeadLetterQueue queue = open(alone, Optional.empty());

        assertThatExceptionOfType(NoDeadLetterQueueException.class).isThrownBy(() -> queue.receive(10, HOLD));
        assertThatExceptionOfType(NoDeadLetterQueueException.class).isThrownBy(queue::check);
    }

    @Test
    void looksIntoNoQueueThatWouldMoveItsDeadLettersOn() {
        QueuePair chain =
                sqs.server().createQueueWithDeadLetterQueue(UUID.randomUUID().toString(), 3, Duration.ofSeconds(30));
        URI source = sqs.server().createQueue(UUID.randomUUID().toString());
        DeadLetterQueue queue = open(source, Optional.of(chain.url()));

        assertThatExceptionOfType(NoDeadLetterQueueException.class)
                .isThrownBy(() -> queue.receive(10, HOLD))
                .withMessageContaining("redrive policy of its own");
    }

    /** Two queues of one account whose redrive policies name the same dead-letter queue. */
    @Test
    void tellsWhoseALetterIs() {
        String own = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        QueuePair pair = sqs.server().createQueueWithDeadLetterQueue(own, 10, Duration.ofSeconds(30));
        URI otherUrl = createQueueSharing(pair.deadLetterUrl(), other);
        sqs.send(pair.deadLetterUrl(), "own", marked(own), Optional.empty());
        sqs.send(pair.deadLetterUrl(), "other", marked(other), Optional.empty());
        sqs.send(pair.deadLetterUrl(), "unclear", Map.of(), Optional.empty());
        sqs.send(otherUrl, "moved", Map.of(), Optional.empty());
        receiveOftenEnough(otherUrl);
        DeadLetterQueue queue = open(pair.url(), Optional.empty());

        queue.check();

        assertThat(all(queue))
                .extracting(deadLetter -> deadLetter.message().body(), DeadLetter::origin)
                .containsExactlyInAnyOrder(
                        tuple("own", DeadLetter.Origin.OWN),
                        tuple("other", DeadLetter.Origin.OTHER),
                        tuple("moved", DeadLetter.Origin.OTHER),
                        tuple("unclear", DeadLetter.Origin.UNCLEAR));
    }

    @Test
    void takesUnmarkedDeadLettersForItsOwnWhereNoOtherQueueShares() {
        SqsDeadLetterQueueFixture fixture = new SqsDeadLetterQueueFixture("");
        fixture.put("unmarked", Map.of());

        fixture.queue().check();

        assertThat(fixture.queue().receive(10, HOLD))
                .singleElement()
                .satisfies(deadLetter -> assertThat(deadLetter.origin()).isEqualTo(DeadLetter.Origin.OWN));
    }

    private static Map<String, MessageAttribute> marked(String queue) {
        return Map.of(
                "failure_reason", new MessageAttribute.Text("String.reservation-worker." + queue, "invalid_field"));
    }

    private static URI createQueueSharing(URI deadLetterQueue, String name) {
        String policy = "{\"deadLetterTargetArn\":\"arn:aws:sqs:%s:123456789012:%s\",\"maxReceiveCount\":1}"
                .formatted(EmbeddedSqs.REGION, QueueNames.ofUrl(deadLetterQueue));
        return URI.create(sqs.server()
                .admin()
                .createQueue(request ->
                        request.queueName(name).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)))
                .queueUrl());
    }

    /** The server moves a message at the receive after the last one that is allowed. */
    private static void receiveOftenEnough(URI queue) {
        for (int i = 0; i < 2; i++) {
            sqs.server()
                    .admin()
                    .receiveMessage(
                            request -> request.queueUrl(queue.toString()).visibilityTimeout(0));
        }
    }

    private static List<DeadLetter> all(DeadLetterQueue queue) {
        List<DeadLetter> all = new ArrayList<>();
        for (List<DeadLetter> some = queue.receive(10, HOLD); !some.isEmpty(); some = queue.receive(10, HOLD)) {
            all.addAll(some);
        }
        return all;
    }

    private SqsDeadLetterQueue open(URI url, Optional<URI> deadLetterUrl) {
        SqsClients clients = sqs.clients(Duration.ZERO);
        Settings.Queue settings = new Settings.Queue(url, deadLetterUrl, Duration.ZERO, Duration.ofSeconds(30));
        return new SqsDeadLetterQueue(
                clients, settings, new DeadLetterQueueUrl(clients, settings), new JsonEventDecoder(), Duration.ZERO);
    }

    private final class SqsDeadLetterQueueFixture implements DeadLetterQueueFixture {

        private final QueuePair pair;
        private final SqsDeadLetterQueue queue;

        SqsDeadLetterQueueFixture(String suffix) {
            pair = sqs.server().createQueueWithDeadLetterQueue(UUID.randomUUID() + suffix, 10, Duration.ofSeconds(30));
            queue = open(pair.url(), Optional.empty());
        }

        @Override
        public DeadLetterQueue queue() {
            return queue;
        }

        @Override
        public void put(String body, Map<String, MessageAttribute> attributes) {
            Optional<String> group = pair.url().getPath().endsWith(".fifo") ? Optional.of("group") : Optional.empty();
            sqs.send(pair.deadLetterUrl(), body, attributes, group);
        }

        @Override
        public Map<String, Set<String>> sentBack() {
            return receiveSentBack().stream()
                    .collect(Collectors.toMap(
                            Message::body,
                            message -> message.messageAttributes().keySet()));
        }

        List<Message> receiveSentBack() {
            return sqs.server()
                    .admin()
                    .receiveMessage(request -> request.queueUrl(pair.url().toString())
                            .maxNumberOfMessages(10)
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
        }
    }
}
