package com.traffictacos.reservation.worker.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What operators' tools count on, whichever dead-letter queue there is. Run against the fake, so that tests on it mean
 * something, and against the real adapter with a real server.
 */
public interface DeadLetterQueueContract {

    Duration HOLD = Duration.ofMinutes(1);

    /** A dead-letter queue of the test's own, empty, on the clock of the system. */
    Stage stage();

    /** A dead-letter queue, with what a test needs to see behind it. */
    interface Stage {

        DeadLetterQueue queue();

        void put(String body, Map<String, MessageAttribute> attributes);

        /** What is in the queue that letters are sent back to: each body with the names of its attributes. */
        Map<String, Set<String>> sentBack();
    }

    @Test
    default void bringsLettersAndHoldsThem() {
        Stage stage = stage();
        putMany(stage, 12);

        Set<String> bodies = new HashSet<>();
        receiveAll(stage, HOLD).forEach(letter -> bodies.add(letter.message().body()));

        assertThat(bodies).hasSize(12);
        assertThat(stage.queue().receive(10, HOLD)).isEmpty();
    }

    @Test
    default void bringsNoMoreThanAskedFor() {
        Stage stage = stage();
        putMany(stage, 5);

        assertThat(stage.queue().receive(2, HOLD)).hasSizeBetween(1, 2);
    }

    @Test
    default void showsLettersAgainOnceReleased() {
        Stage stage = stage();
        putMany(stage, 3);
        List<DeadLetter> held = receiveAll(stage, HOLD);

        stage.queue().release(receipts(held));

        assertThat(receiveAll(stage, HOLD))
                .hasSize(3)
                .allSatisfy(
                        letter -> assertThat(letter.message().receiveCount()).isEqualTo(2));
    }

    @Test
    default void showsLettersAgainWhenTheirHoldIsOver() {
        Stage stage = stage();
        putMany(stage, 1);
        receiveAll(stage, Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> !stage.queue().receive(10, HOLD).isEmpty());
    }

    @Test
    default void sendsBackWithoutTheWorkersAttributesAndKeepsTheLetter() {
        Stage stage = stage();
        stage.put(
                "body",
                Map.of(
                        "failure_reason", text("invalid_field"),
                        "failure_detail", text("x"),
                        "failed_at", text("2025-01-23T10:00:00Z"),
                        "attempts", new MessageAttribute.Text("Number", "1"),
                        "original_message_id", text("m"),
                        "traceparent", text("t"),
                        "bytes", new MessageAttribute.Bytes("Binary", new byte[] {1})));
        List<DeadLetter> held = receiveAll(stage, HOLD);

        BatchResult<DeadLetter> result = stage.queue().sendBack(held);

        assertThat(result.succeeded()).isEqualTo(held);
        assertThat(stage.sentBack()).isEqualTo(Map.of("body", Set.of("traceparent", "bytes")));
        stage.queue().release(receipts(held));
        assertThat(receiveAll(stage, HOLD)).hasSize(1);
    }

    @Test
    default void sendsLettersOfTheRedrivePolicyBackAsTheyAre() {
        Stage stage = stage();
        stage.put("body", Map.of("attempts", text("the producer's own")));
        List<DeadLetter> held = receiveAll(stage, HOLD);

        stage.queue().sendBack(held);

        assertThat(held.getFirst().reason()).isEqualTo(DeadLetter.UNKNOWN_REASON);
        assertThat(stage.sentBack()).isEqualTo(Map.of("body", Set.of("attempts")));
    }

    @Test
    default void deletesForGood() {
        Stage stage = stage();
        putMany(stage, 2);
        List<DeadLetter> held = receiveAll(stage, HOLD);

        BatchResult<Receipt> result =
                stage.queue().delete(List.of(held.getFirst().receipt()));

        assertThat(result.refused()).isEmpty();
        stage.queue().release(List.of(held.getLast().receipt()));
        assertThat(receiveAll(stage, HOLD))
                .extracting(DeadLetter::id)
                .containsExactly(held.getLast().id());
    }

    private static void putMany(Stage stage, int count) {
        for (int i = 0; i < count; i++) {
            stage.put("body " + i, Map.of("failure_reason", text("invalid_field")));
        }
    }

    private static List<DeadLetter> receiveAll(Stage stage, Duration hold) {
        List<DeadLetter> all = new ArrayList<>();
        List<DeadLetter> some = stage.queue().receive(10, hold);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = stage.queue().receive(10, hold);
        }
        return all;
    }

    private static List<Receipt> receipts(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::receipt).toList();
    }

    private static MessageAttribute text(String value) {
        return new MessageAttribute.Text("String", value);
    }
}
