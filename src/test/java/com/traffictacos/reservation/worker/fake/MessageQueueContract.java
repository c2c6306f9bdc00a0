package com.traffictacos.reservation.worker.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the worker counts on, whichever queue it has. Run against the fake, so that tests on it mean something, and
 * against the real adapter with a real server.
 */
public interface MessageQueueContract {

    /** Leases that no test outlives, receives that answer at once. */
    Options SIMPLE = Options.SIMPLE;

    /** Leases that tests wait out. */
    Options SHORT_LEASE = new Options(Duration.ofSeconds(1), Duration.ofSeconds(1), false);

    /** Polls that no test waits out. */
    Options LONG_POLL = new Options(Duration.ofSeconds(20), Duration.ofSeconds(30), false);

    Options FIFO = new Options(Duration.ZERO, Duration.ofSeconds(30), true);

    /** A queue of the test's own, empty, on the clock of the system. */
    MessageQueueFixture fixture(Options options);

    @Test
    default void bringsWhatWasSent() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        Instant before = Instant.now().minusSeconds(1);
        fixture.send("{\"seat\":\"\u00e9\uD83C\uDFAB\"}");

        List<ReceivedMessage> received = fixture.queue().receive(10);

        assertThat(received).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("{\"seat\":\"\u00e9\uD83C\uDFAB\"}");
            assertThat(message.receiveCount()).isEqualTo(1);
            assertThat(message.messageId()).isNotBlank();
            assertThat(message.receiptHandle()).isNotBlank();
            assertThat(message.sentAt()).isBetween(before, Instant.now().plusSeconds(1));
            assertThat(message.attributes()).isEmpty();
            assertThat(message.groupId()).isEmpty();
            assertThat(message.awsTraceHeader()).isEmpty();
        });
    }

    @Test
    default void bringsAttributesOfEveryType() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        fixture.send(
                "x",
                Map.of(
                        "text",
                        new MessageAttribute.Text("String.json", "{}"),
                        "number",
                        new MessageAttribute.Text("Number", "42"),
                        "bytes",
                        new MessageAttribute.Bytes("Binary.png", new byte[] {1, 0, -1})),
                Optional.empty());

        Map<String, MessageAttribute> attributes =
                fixture.queue().receive(1).getFirst().attributes();

        assertThat(attributes).hasSize(3);
        assertThat(attributes.get("text")).isEqualTo(new MessageAttribute.Text("String.json", "{}"));
        assertThat(attributes.get("number")).isEqualTo(new MessageAttribute.Text("Number", "42"));
        assertThat(attributes.get("bytes")).isInstanceOfSatisfying(MessageAttribute.Bytes.class, bytes -> {
            assertThat(bytes.dataType()).isEqualTo("Binary.png");
            assertThat(bytes.value()).containsExactly(1, 0, -1);
        });
    }

    @Test
    default void bringsNothingFromAnEmptyQueue() {
        assertThat(fixture(SIMPLE).queue().receive(10)).isEmpty();
    }

    @Test
    default void bringsNoMoreThanAskedFor() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        sendMany(fixture, 5);

        assertThat(fixture.queue().receive(2)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    default void bringsEveryMessageOnceWhileTheirLeasesLast() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        sendMany(fixture, 25);

        List<ReceivedMessage> all = receiveAll(fixture.queue(), 25);

        assertThat(all)
                .extracting(ReceivedMessage::body)
                .doesNotHaveDuplicates()
                .hasSize(25);
        assertThat(fixture.queue().receive(10)).isEmpty();
    }

    @Test
    default void endsALongPollWhenAMessageComes() throws Exception {
        MessageQueueFixture fixture = fixture(LONG_POLL);
        CompletableFuture<List<ReceivedMessage>> receive =
                CompletableFuture.supplyAsync(() -> fixture.queue().receive(10));
        fixture.send("late");

        assertThat(receive.get(10, TimeUnit.SECONDS))
                .extracting(ReceivedMessage::body)
                .containsExactly("late");
    }

    @Test
    default void deliversAgainWhenTheLeaseIsOver() {
        MessageQueueFixture fixture = fixture(SHORT_LEASE);
        fixture.send("again");
        ReceivedMessage first = fixture.queue().receive(1).getFirst();

        ReceivedMessage second = receiveAll(fixture.queue(), 1).getFirst();

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
        assertThat(second.receiveCount()).isEqualTo(2);
        assertThat(second.sentAt()).isEqualTo(first.sentAt());
    }

    @Test
    default void handsBackAtOnceWithoutDelay() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        fixture.send("back");
        ReceivedMessage message = fixture.queue().receive(1).getFirst();

        BatchResult<VisibilityChange> result =
                fixture.queue().changeVisibility(List.of(new VisibilityChange(message, Duration.ZERO)));

        assertThat(result.refused()).isEmpty();
        assertThat(result.succeeded()).hasSize(1);
        assertThat(receiveAll(fixture.queue(), 1).getFirst().receiveCount()).isEqualTo(2);
    }

    @Test
    default void lengthensALease() {
        MessageQueueFixture fixture = fixture(SHORT_LEASE);
        fixture.send("short");
        fixture.send("long");
        List<ReceivedMessage> both = receiveAll(fixture.queue(), 2);
        ReceivedMessage longer = both.stream()
                .filter(message -> message.body().equals("long"))
                .findFirst()
                .orElseThrow();

        fixture.queue().changeVisibility(List.of(new VisibilityChange(longer, Duration.ofMinutes(1))));

        assertThat(receiveAll(fixture.queue(), 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("short");
        assertThat(fixture.queue().receive(10))
                .extracting(ReceivedMessage::body)
                .doesNotContain("long");
    }

    @Test
    default void deletesForGood() {
        MessageQueueFixture fixture = fixture(SHORT_LEASE);
        fixture.send("deleted");
        fixture.send("kept");
        List<ReceivedMessage> both = receiveAll(fixture.queue(), 2);
        List<ReceivedMessage> deleted = both.stream()
                .filter(message -> message.body().equals("deleted"))
                .toList();

        assertThat(fixture.queue().delete(deleted).succeeded()).isEqualTo(deleted);

        assertThat(receiveAll(fixture.queue(), 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("kept");
        assertThat(fixture.queue().receive(10))
                .extracting(ReceivedMessage::body)
                .doesNotContain("deleted");
    }

    @Test
    default void deletesABatchOfTen() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        sendMany(fixture, 10);
        List<ReceivedMessage> all = receiveAll(fixture.queue(), 10);

        assertThat(fixture.queue().delete(all)).isEqualTo(BatchResult.allSucceeded(all));
    }

    @Test
    default void takesADeleteOfWhatIsGoneWithoutHarm() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        fixture.send("gone");
        List<ReceivedMessage> received = fixture.queue().receive(1);
        fixture.queue().delete(received);

        BatchResult<ReceivedMessage> again = fixture.queue().delete(received);

        assertThat(again.succeeded().size() + again.refused().size()).isEqualTo(1);
        assertThat(fixture.queue().receive(10)).isEmpty();
    }

    @Test
    default void carriesOutTheRestOfABatchWhereOneEntryIsRefused() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        sendMany(fixture, 2);
        List<ReceivedMessage> good = receiveAll(fixture.queue(), 2);
        ReceivedMessage bad = withHandle(good.getFirst(), "nonsense");

        BatchResult<ReceivedMessage> result = fixture.queue().delete(List.of(good.get(0), bad, good.get(1)));

        assertThat(result.succeeded()).isEqualTo(good);
        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.entry()).isEqualTo(bad);
            assertThat(refusal.code()).isEqualTo("ReceiptHandleIsInvalid");
            assertThat(refusal.retryable()).isFalse();
        });
    }

    @Test
    default void refusesToLengthenALeaseThatIsNotHeld() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        fixture.send("x");
        ReceivedMessage bad = withHandle(fixture.queue().receive(1).getFirst(), "nonsense");

        BatchResult<VisibilityChange> result =
                fixture.queue().changeVisibility(List.of(new VisibilityChange(bad, Duration.ofSeconds(5))));

        assertThat(result.succeeded()).isEmpty();
        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("ReceiptHandleIsInvalid");
            assertThat(refusal.retryable()).isFalse();
        });
    }

    @Test
    default void copiesToTheDeadLetterQueueAndLeavesTheOriginal() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        fixture.send("poison");
        fixture.send("lost");
        List<DeadLetterEntry> deadLetters = receiveAll(fixture.queue(), 2).stream()
                .map(message -> new DeadLetterEntry(
                        message,
                        message.body().equals("poison")
                                ? FailureReason.MALFORMED_JSON
                                : FailureReason.RETRIES_EXHAUSTED,
                        "why",
                        Instant.now()))
                .toList();

        assertThat(fixture.queue().sendToDeadLetterQueue(deadLetters)).isEqualTo(BatchResult.allSucceeded(deadLetters));

        assertThat(fixture.deadLetters())
                .containsOnly(Map.entry("poison", "malformed_json"), Map.entry("lost", "retries_exhausted"));
        BatchResult<VisibilityChange> stillThere = fixture.queue()
                .changeVisibility(deadLetters.stream()
                        .map(deadLetter -> new VisibilityChange(deadLetter.message(), Duration.ZERO))
                        .toList());
        assertThat(stillThere.refused()).isEmpty();
        assertThat(receiveAll(fixture.queue(), 2)).hasSize(2);
    }

    @Test
    default void endsEveryWaitingReceiveWhenReceivingStops() throws Exception {
        MessageQueueFixture fixture = fixture(LONG_POLL);
        List<CompletableFuture<List<ReceivedMessage>>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> {
                List<ReceivedMessage> received = fixture.queue().receive(10);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return received;
            }));
        }

        fixture.queue().stopReceiving();

        for (CompletableFuture<List<ReceivedMessage>> receive : waiting) {
            // A poll that goes on would need 20 s.
            assertThat(receive.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    default void receivesNoMoreButSettlesWhenReceivingHasStopped() {
        MessageQueueFixture fixture = fixture(SIMPLE);
        sendMany(fixture, 3);
        List<ReceivedMessage> inFlight = receiveAll(fixture.queue(), 3);
        fixture.send("later");

        fixture.queue().stopReceiving();

        assertThat(fixture.queue().receive(10)).isEmpty();
        DeadLetterEntry deadLetter =
                new DeadLetterEntry(inFlight.get(2), FailureReason.UNKNOWN_TYPE, "why", Instant.now());
        assertThat(fixture.queue().delete(inFlight.subList(0, 1)).refused()).isEmpty();
        assertThat(fixture.queue()
                        .changeVisibility(List.of(new VisibilityChange(inFlight.get(1), Duration.ZERO)))
                        .refused())
                .isEmpty();
        assertThat(fixture.queue().sendToDeadLetterQueue(List.of(deadLetter)).refused())
                .isEmpty();
    }

    @Test
    default void keepsTheOrderOfAGroup() {
        MessageQueueFixture fixture = fixture(FIFO);
        for (String body : List.of("a1", "a2", "b1")) {
            fixture.send(body, Map.of(), Optional.of(body.substring(0, 1)));
        }

        ReceivedMessage first = fixture.queue().receive(1).getFirst();
        List<ReceivedMessage> others = fixture.queue().receive(10);

        assertThat(first.body()).isEqualTo("a1");
        assertThat(first.groupId()).contains("a");
        assertThat(others).extracting(ReceivedMessage::body).containsExactly("b1");
        fixture.queue().delete(List.of(first));
        assertThat(receiveAll(fixture.queue(), 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("a2");
    }

    @Test
    default void takesOneToTenAtATime() {
        MessageQueue queue = fixture(SIMPLE).queue();

        assertThatIllegalArgumentException().isThrownBy(() -> queue.receive(0));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.receive(11));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.delete(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.changeVisibility(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.sendToDeadLetterQueue(List.of()));
    }

    /** Receives until that many different messages have come. */
    private static List<ReceivedMessage> receiveAll(MessageQueue queue, int messages) {
        List<ReceivedMessage> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            for (ReceivedMessage message : queue.receive(Math.min(10, messages - ids.size()))) {
                if (ids.add(message.messageId())) {
                    all.add(message);
                }
            }
            return ids.size() == messages;
        });
        return all;
    }

    private static void sendMany(MessageQueueFixture fixture, int messages) {
        for (int i = 0; i < messages; i++) {
            fixture.send("m" + i);
        }
    }

    private static ReceivedMessage withHandle(ReceivedMessage message, String handle) {
        return new ReceivedMessage(
                message.messageId(),
                handle,
                message.body(),
                message.receiveCount(),
                message.sentAt(),
                message.attributes(),
                message.groupId(),
                message.awsTraceHeader());
    }
}
