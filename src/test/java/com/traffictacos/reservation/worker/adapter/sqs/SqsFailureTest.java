package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter's behaviour with a server that misbehaves. */
class SqsFailureTest {

    private final List<String> unusable = new CopyOnWriteArrayList<>();

    private static final ReceivedMessage MESSAGE = EventMessages.withBody("{}");
    private static final String ONE_MESSAGE = """
            {"Messages":[{"MessageId":"m-1","ReceiptHandle":"h-1","Body":"{}",
             "Attributes":{"SentTimestamp":"1737626400000","ApproximateReceiveCount":"3"}}]}""";

    @Test
    void endsAReceiveThatWaitsForItsAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedSqs server = new ScriptedSqs(exchange -> {
                    asked.countDown();
                    awaitQuietly(end);
                });
                SqsClients clients = clients(server.endpoint())) {
            MessageQueue queue = queue(clients, server.endpoint());
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            CompletableFuture<List<ReceivedMessage>> receive = CompletableFuture.supplyAsync(() -> {
                List<ReceivedMessage> received = queue.receive(10);
                interrupted.complete(Thread.currentThread().isInterrupted());
                return received;
            });
            asked.await();

            queue.stopReceiving();

            assertThat(receive.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(interrupted.get()).isFalse();
            assertThat(queue.receive(10)).isEmpty();
            assertThat(server.actions()).containsExactly("ReceiveMessage");
            end.countDown();
        }
    }

    @Test
    void readsAnAnswerThatHasBegunToArriveWhenReceivingStops() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ScriptedSqs server = new ScriptedSqs(exchange -> {
                    byte[] body = ONE_MESSAGE.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    OutputStream out = exchange.getResponseBody();
                    out.write(body, 0, 20);
                    out.flush();
                    begun.countDown();
                    awaitQuietly(stopped);
                    out.write(body, 20, body.length - 20);
                    exchange.close();
                });
                SqsClients clients = clients(server.endpoint())) {
            MessageQueue queue = queue(clients, server.endpoint());
            CompletableFuture<List<ReceivedMessage>> receive = CompletableFuture.supplyAsync(() -> queue.receive(10));
            begun.await();
            // The server has sent the head. The client's thread needs time to read it.
            await().until(() -> clients.waitingReceives() == 0);

            queue.stopReceiving();
            stopped.countDown();

            assertThat(receive.get(10, TimeUnit.SECONDS)).singleElement().satisfies(message -> {
                assertThat(message.messageId()).isEqualTo("m-1");
                assertThat(message.receiveCount()).isEqualTo(3);
                assertThat(message.sentAt()).isEqualTo("2025-01-23T10:00:00Z");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"ReceiptHandle":"h","Body":"{}"}""", """
                {"MessageId":"","ReceiptHandle":"h","Body":"{}"}""", """
                {"MessageId":"broken","Body":"{}"}""", """
                {"MessageId":"broken","ReceiptHandle":"h"}""", "{}", "null"})
    void leavesAMessageThatLacksWhatItTakesAndReceivesTheOthers(String broken) {
        try (ScriptedSqs server =
                        new ScriptedSqs(exchange -> ScriptedSqs.answer(exchange, 200, """
                        {"Messages":[{"MessageId":"one","ReceiptHandle":"h-1","Body":"{}"},%s,
                        {"MessageId":"two","ReceiptHandle":"h-2","Body":"{}",
                         "MessageAttributes":{"empty":{},"untyped":{"StringValue":"x"},"valueless":{"DataType":"String"},
                         "kept":{"DataType":"String","StringValue":"x"}}}]}""".formatted(broken)));
                SqsClients clients = clients(server.endpoint())) {
            List<ReceivedMessage> received = queue(clients, server.endpoint()).receive(10);

            assertThat(received).extracting(ReceivedMessage::messageId).containsExactly("one", "two");
            assertThat(received.getLast().attributes()).containsOnlyKeys("kept");
            assertThat(unusable).hasSize(1);
        }
    }

    /** As in the container: what observes is behind the guard. */
    @Test
    void receivesTheOthersWhenTheObserverOfAnUnusableMessageThrows() {
        UnexpectedFailures failures = new UnexpectedFailures();
        WorkerObserver throwing = new GuardedObserver(
                Observers.ofUnusable((missing, id) -> {
                    throw new StackOverflowError();
                }),
                CallObserver.NONE,
                failures);
        try (ScriptedSqs server = new ScriptedSqs(exchange -> ScriptedSqs.answer(exchange, 200, """
                        {"Messages":[{"MessageId":"one","ReceiptHandle":"h-1","Body":"{}"},{"MessageId":"broken"},null,
                        {"MessageId":"two","ReceiptHandle":"h-2","Body":"{}"}]}"""));
                SqsClients clients = clients(server.endpoint())) {
            assertThat(queue(clients, server.endpoint(), throwing).receive(10))
                    .extracting(ReceivedMessage::messageId)
                    .containsExactly("one", "two");
        }
        assertThat(failures.count(UnexpectedFailures.Place.OBSERVER)).isEqualTo(2);
    }

    @Test
    void takesNoMoreMessagesThanItAskedFor() {
        try (ScriptedSqs server = new ScriptedSqs(exchange -> ScriptedSqs.answer(exchange, 200, """
                        {"Messages":[{"MessageId":"one","ReceiptHandle":"h-1","Body":"{}"},
                        {"MessageId":"two","ReceiptHandle":"h-2","Body":"{}"}]}"""));
                SqsClients clients = clients(server.endpoint())) {
            assertThat(queue(clients, server.endpoint()).receive(1))
                    .extracting(ReceivedMessage::messageId)
                    .containsExactly("one");
            assertThat(unusable).containsExactly("two: more messages than were asked for");
        }
    }

    @Test
    void takesAMessageWithoutCountAndTimeForANewOne() {
        Instant before = Instant.now();
        try (ScriptedSqs server = new ScriptedSqs(exchange -> ScriptedSqs.answer(exchange, 200, """
                        {"Messages":[{"MessageId":"m","ReceiptHandle":"h","Body":"{}","Attributes":{"SentTimestamp":"soon"}}]}"""));
                SqsClients clients = clients(server.endpoint())) {
            ReceivedMessage message =
                    queue(clients, server.endpoint()).receive(1).getFirst();

            assertThat(message.receiveCount()).isEqualTo(1);
            assertThat(message.sentAt()).isBetween(before, Instant.now());
        }
    }

    @Test
    void tellsTheErrorCodeOfARefusedReceiveAndDoesNotRetry() {
        try (ScriptedSqs server = ScriptedSqs.refusing(503, "ServiceUnavailable", "try later");
                SqsClients clients = clients(server.endpoint())) {
            MessageQueue queue = queue(clients, server.endpoint());

            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> queue.receive(10))
                    .withMessageContaining("ServiceUnavailable")
                    .withMessageContaining("try later");
            assertThat(server.actions()).hasSize(1);
        }
    }

    @Test
    void tellsThatNobodyListens() {
        URI nowhere;
        try (ScriptedSqs server = ScriptedSqs.refusing(500, "x", "x")) {
            nowhere = server.endpoint();
        }
        try (SqsClients clients = clients(nowhere)) {
            MessageQueue queue = queue(clients, nowhere);

            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> queue.receive(10))
                    .withMessageContaining("SdkClientException");
            assertThat(queue.delete(List.of(MESSAGE)).refused())
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.retryable()).isTrue());
        }
    }

    @Test
    void refusesEveryEntryOfACallThatIsDenied() {
        try (ScriptedSqs server = ScriptedSqs.refusing(403, "AccessDenied", "no permission");
                SqsClients clients = clients(server.endpoint())) {
            MessageQueue queue = queue(clients, server.endpoint());

            BatchResult<ReceivedMessage> deletes = queue.delete(List.of(MESSAGE, MESSAGE));
            BatchResult<VisibilityChange> changes =
                    queue.changeVisibility(List.of(new VisibilityChange(MESSAGE, Duration.ZERO)));
            BatchResult<DeadLetterEntry> deadLetters = queue.sendToDeadLetterQueue(List.of(deadLetter()));

            assertThat(deletes.succeeded()).isEmpty();
            assertThat(deletes.refused()).hasSize(2).allSatisfy(refusal -> {
                assertThat(refusal.code()).isEqualTo("AccessDenied");
                assertThat(refusal.detail()).contains("no permission");
                assertThat(refusal.retryable()).isFalse();
            });
            assertThat(changes.refused()).hasSize(1);
            assertThat(deadLetters.refused()).hasSize(1);
            // A denied call is not repeated. The dead letter fails at the look-up of its address.
            assertThat(server.actions())
                    .containsExactly("DeleteMessageBatch", "ChangeMessageVisibilityBatch", "GetQueueAttributes");
        }
    }

    @Test
    void repeatsASettlingCallThatTheServerFailedAt() {
        try (ScriptedSqs server = ScriptedSqs.refusing(500, "InternalError", "oops");
                SqsClients clients = clients(server.endpoint())) {
            BatchResult<ReceivedMessage> result =
                    queue(clients, server.endpoint()).delete(List.of(MESSAGE));

            assertThat(result.refused())
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.retryable()).isTrue());
            assertThat(server.actions()).hasSize(2);
        }
    }

    @Test
    void refusesAnEntryThatTheAnswerDoesNotName() {
        try (ScriptedSqs server = new ScriptedSqs(exchange -> ScriptedSqs.answer(exchange, 200, """
                        {"Successful":[{"Id":"1"}],"Failed":[{"Id":"2","SenderFault":false,"Code":"InternalError"},
                         {"Id":"3","SenderFault":true,"Code":"RequestThrottled","Message":"slow down"}]}"""));
                SqsClients clients = clients(server.endpoint())) {
            BatchResult<ReceivedMessage> result = queue(clients, server.endpoint())
                    .delete(List.of(
                            EventMessages.withId("a"),
                            EventMessages.withId("b"),
                            EventMessages.withId("c"),
                            EventMessages.withId("d")));

            assertThat(result.succeeded())
                    .extracting(ReceivedMessage::messageId)
                    .containsExactly("b");
            assertThat(result.refused())
                    .extracting(MessageQueue.Refusal::code)
                    .containsExactly("NoResult", "InternalError", "RequestThrottled");
            assertThat(result.refused()).allMatch(MessageQueue.Refusal::retryable);
        }
    }

    private static DeadLetterEntry deadLetter() {
        return new DeadLetterEntry(MESSAGE, FailureReason.MALFORMED_JSON, "why", Instant.now());
    }

    private static SqsClients clients(URI endpoint) {
        return new SqsClients(LocalSqs.access(endpoint), Duration.ofSeconds(20));
    }

    private MessageQueue queue(SqsClients clients, URI endpoint) {
        return queue(clients, endpoint, Observers.ofUnusable((missing, id) -> unusable.add(id + ": " + missing)));
    }

    private static MessageQueue queue(SqsClients clients, URI endpoint, WorkerObserver observer) {
        return new SqsMessageQueue(
                clients,
                new Settings.Queue(
                        endpoint.resolve("/1/events"),
                        Optional.empty(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30)),
                observer);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
