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
    Stage stage(Options options);

    /** A queue, with what a test needs to see behind it. */
    interface Stage {

        MessageQueue queue();

        void send(String body, Map<String, MessageAttribute> attributes, Optional<String> group);

        default void send(String body) {
            send(body, Map.of(), Optional.empty());
        }

        /** The bodies in the dead-letter queue, each with the word of its reason. */
        Map<String, String> deadLetters();
    }

    @Test
    default void bringsWhatWasSent() {
        Stage stage = stage(SIMPLE);
        Instant before = Instant.now().minusSeconds(1);
        stage.send("{\"seat\":\"\u00e9\uD83C\uDFAB\"}");

        List<ReceivedMessage> received = stage.queue().receive(10);

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
        Stage stage = stage(SIMPLE);
        stage.send(
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
                stage.queue().receive(1).getFirst().attributes();

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
        assertThat(stage(SIMPLE).queue().receive(10)).isEmpty();
    }

    @Test
    default void bringsNoMoreThanAskedFor() {
        Stage stage = stage(SIMPLE);
        sendMany(stage, 5);

        assertThat(stage.queue().receive(2)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    default void bringsEveryMessageOnceWhileTheirLeasesLast() {
        Stage stage = stage(SIMPLE);
        sendMany(stage, 25);

        List<ReceivedMessage> all = receiveAll(stage.queue(), 25);

        assertThat(all)
                .extracting(ReceivedMessage::body)
                .doesNotHaveDuplicates()
                .hasSize(25);
        assertThat(stage.queue().receive(10)).isEmpty();
    }

    @Test
    default void endsALongPollWhenAMessageComes() throws Exception {
        Stage stage = stage(LONG_POLL);
        CompletableFuture<List<ReceivedMessage>> receive =
                CompletableFuture.supplyAsync(() -> stage.queue().receive(10));
        stage.send("late");

        assertThat(receive.get(10, TimeUnit.SECONDS))
                .extracting(ReceivedMessage::body)
                .containsExactly("late");
    }

    @Test
    default void deliversAgainWhenTheLeaseIsOver() {
        Stage stage = stage(SHORT_LEASE);
        stage.send("again");
        ReceivedMessage first = stage.queue().receive(1).getFirst();

        ReceivedMessage second = receiveAll(stage.queue(), 1).getFirst();

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
        assertThat(second.receiveCount()).isEqualTo(2);
        assertThat(second.sentAt()).isEqualTo(first.sentAt());
    }

    @Test
    default void handsBackAtOnceWithoutDelay() {
        Stage stage = stage(SIMPLE);
        stage.send("back");
        ReceivedMessage message = stage.queue().receive(1).getFirst();

        BatchResult<VisibilityChange> result =
                stage.queue().changeVisibility(List.of(new VisibilityChange(message, Duration.ZERO)));

        assertThat(result.refused()).isEmpty();
        assertThat(result.succeeded()).hasSize(1);
        assertThat(receiveAll(stage.queue(), 1).getFirst().receiveCount()).isEqualTo(2);
    }

    @Test
    default void lengthensALease() {
        Stage stage = stage(SHORT_LEASE);
        stage.send("short");
        stage.send("long");
        List<ReceivedMessage> both = receiveAll(stage.queue(), 2);
        ReceivedMessage longer = both.stream()
                .filter(message -> message.body().equals("long"))
                .findFirst()
                .orElseThrow();

        stage.queue().changeVisibility(List.of(new VisibilityChange(longer, Duration.ofMinutes(1))));

        assertThat(receiveAll(stage.queue(), 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("short");
        assertThat(stage.queue().receive(10)).extracting(ReceivedMessage::body).doesNotContain("long");
    }

    @Test
    default void deletesForGood() {
        Stage stage = stage(SHORT_LEASE);
        stage.send("deleted");
        stage.send("kept");
        List<ReceivedMessage> both = receiveAll(stage.queue(), 2);
        List<ReceivedMessage> deleted = both.stream()
                .filter(message -> message.body().equals("deleted"))
                .toList();

        assertThat(stage.queue().delete(deleted).succeeded()).isEqualTo(deleted);

        assertThat(receiveAll(stage.queue(), 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("kept");
        assertThat(stage.queue().receive(10)).extracting(ReceivedMessage::body).doesNotContain("deleted");
    }

    @Test
    default void deletesABatchOfTen() {
        Stage stage = stage(SIMPLE);
        sendMany(stage, 10);
        List<ReceivedMessage> all = receiveAll(stage.queue(), 10);

        assertThat(stage.queue().delete(all)).isEqualTo(BatchResult.allSucceeded(all));
    }

    @Test
    default void takesADeleteOfWhatIsGoneWithoutHarm() {
        Stage stage = stage(SIMPLE);
        stage.send("gone");
        List<ReceivedMessage> received = stage.queue().receive(1);
        stage.queue().delete(received);

        BatchResult<ReceivedMessage> again = stage.queue().delete(received);

        assertThat(again.succeeded().size() + again.refused().size()).isEqualTo(1);
        assertThat(stage.queue().receive(10)).isEmpty();
    }

    @Test
    default void carriesOutTheRestOfABatchWhereOneEntryIsRefused() {
        Stage stage = stage(SIMPLE);
        sendMany(stage, 2);
        List<ReceivedMessage> good = receiveAll(stage.queue(), 2);
        ReceivedMessage bad = withHandle(good.getFirst(), "nonsense");

        BatchResult<ReceivedMessage> result = stage.queue().delete(List.of(good.get(0), bad, good.get(1)));

        assertThat(result.succeeded()).isEqualTo(good);
        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.entry()).isEqualTo(bad);
            assertThat(refusal.code()).isEqualTo("ReceiptHandleIsInvalid");
            assertThat(refusal.retryable()).isFalse();
        });
    }

    @Test
    default void refusesToLengthenALeaseThatIsNotHeld() {
        Stage stage = stage(SIMPLE);
        stage.send("x");
        ReceivedMessage bad = withHandle(stage.queue().receive(1).getFirst(), "nonsense");

        BatchResult<VisibilityChange> result =
                stage.queue().changeVisibility(List.of(new VisibilityChange(bad, Duration.ofSeconds(5))));

        assertThat(result.succeeded()).isEmpty();
        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo("ReceiptHandleIsInvalid");
            assertThat(refusal.retryable()).isFalse();
        });
    }

    @Test
    default void copiesToTheDeadLetterQueueAndLeavesTheOriginal() {
        Stage stage = stage(SIMPLE);
        stage.send("poison");
        stage.send("lost");
        List<DeadLetterEntry> letters = receiveAll(stage.queue(), 2).stream()
                .map(message -> new DeadLetterEntry(
                        message,
                        message.body().equals("poison")
                                ? FailureReason.MALFORMED_JSON
                                : FailureReason.RETRIES_EXHAUSTED,
                        "why",
                        Instant.now()))
                .toList();

        assertThat(stage.queue().sendToDeadLetterQueue(letters)).isEqualTo(BatchResult.allSucceeded(letters));

        assertThat(stage.deadLetters())
                .containsOnly(Map.entry("poison", "malformed_json"), Map.entry("lost", "retries_exhausted"));
        BatchResult<VisibilityChange> stillThere = stage.queue()
                .changeVisibility(letters.stream()
                        .map(letter -> new VisibilityChange(letter.message(), Duration.ZERO))
                        .toList());
        assertThat(stillThere.refused()).isEmpty();
        assertThat(receiveAll(stage.queue(), 2)).hasSize(2);
    }

    @Test
    default void endsEveryWaitingReceiveWhenReceivingStops() throws Exception {
        Stage stage = stage(LONG_POLL);
        List<CompletableFuture<List<ReceivedMessage>>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> {
                List<ReceivedMessage> received = stage.queue().receive(10);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                return received;
            }));
        }

        stage.queue().stopReceiving();

        for (CompletableFuture<List<ReceivedMessage>> receive : waiting) {
            // A poll that goes on would need 20 s.
            assertThat(receive.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    default void receivesNoMoreButSettlesWhenReceivingHasStopped() {
        Stage stage = stage(SIMPLE);
        sendMany(stage, 3);
        List<ReceivedMessage> inHand = receiveAll(stage.queue(), 3);
        stage.send("later");

        stage.queue().stopReceiving();

        assertThat(stage.queue().receive(10)).isEmpty();
        DeadLetterEntry letter = new DeadLetterEntry(inHand.get(2), FailureReason.UNKNOWN_TYPE, "why", Instant.now());
        assertThat(stage.queue().delete(inHand.subList(0, 1)).refused()).isEmpty();
        assertThat(stage.queue()
                        .changeVisibility(List.of(new VisibilityChange(inHand.get(1), Duration.ZERO)))
                        .refused())
                .isEmpty();
        assertThat(stage.queue().sendToDeadLetterQueue(List.of(letter)).refused())
                .isEmpty();
    }

    @Test
    default void keepsTheOrderOfAGroup() {
        Stage stage = stage(FIFO);
        for (String body : List.of("a1", "a2", "b1")) {
            stage.send(body, Map.of(), Optional.of(body.substring(0, 1)));
        }

        ReceivedMessage first = stage.queue().receive(1).getFirst();
        List<ReceivedMessage> others = stage.queue().receive(10);

        assertThat(first.body()).isEqualTo("a1");
        assertThat(first.groupId()).contains("a");
        assertThat(others).extracting(ReceivedMessage::body).containsExactly("b1");
        stage.queue().delete(List.of(first));
        assertThat(receiveAll(stage.queue(), 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("a2");
    }

    @Test
    default void takesOneToTenAtATime() {
        MessageQueue queue = stage(SIMPLE).queue();

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

    private static void sendMany(Stage stage, int messages) {
        for (int i = 0; i < messages; i++) {
            stage.send("m" + i);
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
