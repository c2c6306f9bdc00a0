package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import com.traffictacos.reservation.worker.sandbox.SqsFault.BlackHole;
import com.traffictacos.reservation.worker.sandbox.SqsFault.EntryFailures;
import com.traffictacos.reservation.worker.sandbox.SqsFault.LostAnswer;
import com.traffictacos.reservation.worker.sandbox.SqsFault.Refusal;
import com.traffictacos.reservation.worker.sandbox.SqsFault.Reset;
import com.traffictacos.reservation.worker.sandbox.SqsFaults.Rule;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.Delete;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.Delivery;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.RefusedEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsGatewayTest {

    private static EmbeddedSqs sqs;

    private SqsGateway gateway;
    private SqsClient client;
    private QueuePair queues;

    @BeforeAll
    static void startQueueServer() {
        sqs = EmbeddedSqs.start();
    }

    @AfterAll
    static void stopQueueServer() {
        sqs.close();
    }

    @BeforeEach
    void open() {
        queues = sqs.createQueueWithDeadLetterQueue("q-" + UUID.randomUUID(), 10, Duration.ofSeconds(30));
        gateway = SqsGateway.start(sqs.endpoint());
        client = SandboxSqsClients.at(gateway.endpoint());
    }

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    @Test
    void passesMessagesAndKeepsTheLedger() {
        send("one", "two");
        List<Message> received = receive(10);
        assertThat(delete(received).successful()).hasSize(2);

        SqsLedger.Totals totals = gateway.ledger().totals();
        assertThat(received).extracting(Message::body).containsExactlyInAnyOrder("one", "two");
        assertThat(totals.requests()).containsEntry("ReceiveMessage", 1L).containsEntry("DeleteMessageBatch", 1L);
        assertThat(totals.allRequests()).isEqualTo(2);
        assertThat(totals.deliveries()).isEqualTo(2);
        assertThat(totals.deleted()).isEqualTo(2);
        assertThat(totals.firstReceive()).isPresent();
        assertThat(totals.lastDelete()).isPresent();
        assertThat(gateway.ledger().sendToDelete().count()).isEqualTo(2);
        assertThat(gateway.ledger().receiveToDelete().count()).isEqualTo(2);
    }

    @Test
    void countsSingleDeletesAndSends() {
        client.sendMessage(r -> r.queueUrl(url()).messageBody("one"));
        Message message = receive(1).getFirst();
        client.deleteMessage(r -> r.queueUrl(url()).receiptHandle(message.receiptHandle()));

        assertThat(gateway.ledger().totals().sent()).isEqualTo(1);
        assertThat(gateway.ledger().totals().deleted()).isEqualTo(1);
    }

    @Test
    void tellsRedeliveriesFromFirstDeliveries() {
        send("one");
        Message first = receive(1).getFirst();
        client.changeMessageVisibility(
                r -> r.queueUrl(url()).receiptHandle(first.receiptHandle()).visibilityTimeout(0));
        Message second = receive(1).getFirst();
        delete(List.of(second));

        SqsLedger.Totals totals = gateway.ledger().totals();
        assertThat(totals.deliveries()).isEqualTo(2);
        assertThat(totals.redeliveries()).isEqualTo(1);
        assertThat(totals.deleted()).isEqualTo(1);
        assertThat(totals.deliveriesAfterDelete()).isZero();
    }

    @Test
    void holdsLongPollUntilMessageComes() {
        CompletableFuture<List<Message>> poll = CompletableFuture.supplyAsync(
                () -> client.receiveMessage(r -> r.queueUrl(url()).waitTimeSeconds(20))
                        .messages());
        await().until(() -> gateway.ledger().totals().requests().containsKey("ReceiveMessage"));
        assertThat(poll).isNotDone();

        send("late");

        assertThat(poll)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(messages -> assertThat(messages).hasSize(1));
    }

    @Test
    void abortsRequestUpstreamWhenClientGoesAway() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);
        try (HttpService upstream = HttpService.start("upstream", 0, call -> {
                    call.onClientGone(aborted::countDown);
                    arrived.countDown();
                });
                SqsGateway inFront = SqsGateway.start(URI.create("http://127.0.0.1:" + upstream.port()));
                HttpClient http = HttpClient.newHttpClient()) {
            CompletableFuture<?> poll = http.sendAsync(post(inFront.endpoint()), BodyHandlers.ofString());
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

            poll.cancel(true);

            assertThat(aborted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void addsRoundTrip() {
        gateway.setRoundTrip(Duration.ofMillis(300));
        long start = System.nanoTime();
        receive(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void refusesWithTheErrorCodesThatTheSdkReads() {
        for (Refusal refusal : List.of(Refusal.accessDenied(), Refusal.throttling(), Refusal.messageNotInflight())) {
            gateway.faults().inject(Rule.times(1, refusal, "ReceiveMessage"));
            assertThatThrownBy(() -> receive(1)).isInstanceOfSatisfying(SqsException.class, e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(refusal.code());
                assertThat(e.statusCode()).isEqualTo(refusal.status());
            });
        }
        gateway.faults().inject(Rule.times(1, Refusal.serviceUnavailable()));
        assertThatThrownBy(() -> receive(1))
                .isInstanceOfSatisfying(
                        SqsException.class, e -> assertThat(e.statusCode()).isEqualTo(503));
        assertThat(receive(1)).isEmpty();
    }

    @Test
    void leavesOtherActionsAlone() {
        SqsFaults.Injection injection =
                gateway.faults().inject(Rule.always(Refusal.accessDenied(), "DeleteMessageBatch"));
        send("one");
        List<Message> received = receive(10);
        assertThatThrownBy(() -> delete(received)).isInstanceOf(SqsException.class);
        assertThat(injection.hits()).isEqualTo(1);

        injection.remove();

        assertThat(delete(received).successful()).hasSize(1);
    }

    @Test
    void strikesTheGivenShare() {
        SqsFaults.Injection injection =
                gateway.faults().inject(new Rule(Set.of(), 0.5, Long.MAX_VALUE, Refusal.accessDenied()));
        for (int i = 0; i < 40; i++) {
            try {
                receive(1);
            } catch (SqsException e) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            }
        }
        assertThat(injection.hits()).isBetween(5L, 35L);
    }

    @Test
    void failsEachEntryOfBatchOnce() {
        gateway.faults().inject(Rule.always(new EntryFailures(1, true, "InternalError"), "DeleteMessageBatch"));
        send("one", "two", "three");
        List<Message> received = receive(10);

        DeleteMessageBatchResponse refused = delete(received);
        DeleteMessageBatchResponse repeated = delete(received);

        assertThat(refused.successful()).isEmpty();
        assertThat(refused.failed())
                .extracting(BatchResultErrorEntry::code)
                .containsOnly("InternalError")
                .hasSize(3);
        assertThat(repeated.successful()).hasSize(3);
        assertThat(gateway.ledger().totals().deleted()).isEqualTo(3);
    }

    @Test
    void keepsAJournal() {
        send("one");
        List<Message> received = receive(10);
        String handle = received.getFirst().receiptHandle();
        gateway.faults()
                .inject(Rule.times(1, new EntryFailures(1, false, "ReceiptHandleIsInvalid"), "DeleteMessageBatch"));
        assertThat(delete(received).failed())
                .extracting(BatchResultErrorEntry::senderFault)
                .containsExactly(true);
        delete(received);

        SqsJournal journal = gateway.journal();
        assertThat(journal.requests())
                .extracting(SqsJournal.Request::action)
                .containsExactly("ReceiveMessage", "DeleteMessageBatch", "DeleteMessageBatch");
        assertThat(journal.deliveries()).extracting(Delivery::receiptHandle).containsExactly(handle);
        assertThat(journal.refusedEntries())
                .extracting(RefusedEntry::receiptHandle)
                .containsExactly(handle);
        assertThat(journal.deletes()).extracting(Delete::receiptHandle).containsExactly(handle);
        assertThat(journal.deletes().getFirst().at())
                .isAfterOrEqualTo(journal.refusedEntries().getFirst().at());
    }

    @Test
    void goesDownAndComesUpOnTheSamePort() {
        send("one");
        gateway.goDown();
        assertThatThrownBy(() -> receive(1)).isInstanceOf(SdkClientException.class);

        gateway.comeUp();

        assertThat(receive(1)).hasSize(1);
    }

    @Test
    void carriesOutTheOtherEntriesOfBatch() {
        gateway.faults().inject(Rule.always(new EntryFailures(0.5, false, "InternalError"), "DeleteMessageBatch"));
        send(IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new));
        List<Message> received = receive(10);

        DeleteMessageBatchResponse answer = delete(received);

        assertThat(answer.failed()).isNotEmpty();
        assertThat(answer.successful()).isNotEmpty();
        assertThat(answer.failed().size() + answer.successful().size()).isEqualTo(received.size());
        assertThat(gateway.ledger().totals().deleted())
                .isEqualTo(answer.successful().size());
    }

    @Test
    void resetsConnection() {
        gateway.faults().inject(Rule.times(1, new Reset()));
        assertThatThrownBy(() -> receive(1)).isInstanceOf(SdkClientException.class);
        assertThat(receive(1)).isEmpty();
    }

    @Test
    void losesAnswerOfRequestThatWasCarriedOut() {
        send("one");
        List<Message> received = receive(1);
        gateway.faults().inject(Rule.times(1, new LostAnswer(), "DeleteMessageBatch"));

        assertThatThrownBy(() -> delete(received)).isInstanceOf(SdkClientException.class);

        assertThat(gateway.ledger().totals().deleted()).isEqualTo(1);
    }

    @Test
    void neverAnswersFromBlackHole() {
        gateway.faults().inject(Rule.times(1, new BlackHole()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            CompletableFuture<?> swallowed = http.sendAsync(post(gateway.endpoint()), BodyHandlers.ofString());
            await().until(() -> gateway.ledger().totals().allRequests() == 1);
            assertThat(receive(1)).isEmpty();

            assertThat(swallowed).isNotDone();

            swallowed.cancel(true);
        }
    }

    private static HttpRequest post(URI endpoint) {
        return HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "AmazonSQS.ReceiveMessage")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
    }

    private String url() {
        return gateway.through(queues.url()).toString();
    }

    private void send(String... bodies) {
        for (String body : bodies) {
            sqs.admin().sendMessage(r -> r.queueUrl(queues.url().toString()).messageBody(body));
        }
    }

    private List<Message> receive(int max) {
        return client.receiveMessage(r -> r.queueUrl(url())
                        .maxNumberOfMessages(max)
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
                .messages();
    }

    private DeleteMessageBatchResponse delete(List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = messages.stream()
                .map(m -> DeleteMessageBatchRequestEntry.builder()
                        .id(m.messageId())
                        .receiptHandle(m.receiptHandle())
                        .build())
                .toList();
        return client.deleteMessageBatch(r -> r.queueUrl(url()).entries(entries));
    }
}
