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
    DeadLetterQueueFixture fixture();

    /** A dead-letter queue, with what a test needs to see behind it. */
    interface DeadLetterQueueFixture {

        DeadLetterQueue queue();

        void put(String body, Map<String, MessageAttribute> attributes);

        /** What is in the queue that dead letters are sent back to: each body with the names of its attributes. */
        Map<String, Set<String>> sentBack();
    }

    @Test
    default void bringsDeadLettersAndHoldsThem() {
        DeadLetterQueueFixture fixture = fixture();
        putMany(fixture, 12);

        Set<String> bodies = new HashSet<>();
        receiveAll(fixture, HOLD)
                .forEach(deadLetter -> bodies.add(deadLetter.message().body()));

        assertThat(bodies).hasSize(12);
        assertThat(fixture.queue().receive(10, HOLD)).isEmpty();
    }

    @Test
    default void bringsNoMoreThanAskedFor() {
        DeadLetterQueueFixture fixture = fixture();
        putMany(fixture, 5);

        assertThat(fixture.queue().receive(2, HOLD)).hasSizeBetween(1, 2);
    }

    @Test
    default void showsDeadLettersAgainOnceReleased() {
        DeadLetterQueueFixture fixture = fixture();
        putMany(fixture, 3);
        List<DeadLetter> held = receiveAll(fixture, HOLD);

        fixture.queue().release(receipts(held));

        assertThat(receiveAll(fixture, HOLD))
                .hasSize(3)
                .allSatisfy(deadLetter ->
                        assertThat(deadLetter.message().receiveCount()).isEqualTo(2));
    }

    @Test
    default void showsDeadLettersAgainWhenTheirHoldIsOver() {
        DeadLetterQueueFixture fixture = fixture();
        putMany(fixture, 1);
        receiveAll(fixture, Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(10))
                .until(() -> !fixture.queue().receive(10, HOLD).isEmpty());
    }

    @Test
    default void sendsBackWithoutTheWorkersAttributesAndKeepsTheDeadLetter() {
        DeadLetterQueueFixture fixture = fixture();
        fixture.put(
                "body",
                Map.of(
                        "failure_reason", text("invalid_field"),
                        "failure_detail", text("x"),
                        "failed_at", text("2025-01-23T10:00:00Z"),
                        "attempts", new MessageAttribute.Text("Number", "1"),
                        "original_message_id", text("m"),
                        "traceparent", text("t"),
                        "bytes", new MessageAttribute.Bytes("Binary", new byte[] {1})));
        List<DeadLetter> held = receiveAll(fixture, HOLD);

        BatchResult<DeadLetter> result = fixture.queue().sendBack(held);

        assertThat(result.succeeded()).isEqualTo(held);
        assertThat(fixture.sentBack()).isEqualTo(Map.of("body", Set.of("traceparent", "bytes")));
        fixture.queue().release(receipts(held));
        assertThat(receiveAll(fixture, HOLD)).hasSize(1);
    }

    @Test
    default void sendsDeadLettersOfTheRedrivePolicyBackAsTheyAre() {
        DeadLetterQueueFixture fixture = fixture();
        fixture.put("body", Map.of("attempts", text("the producer's own")));
        List<DeadLetter> held = receiveAll(fixture, HOLD);

        fixture.queue().sendBack(held);

        assertThat(held.getFirst().reason()).isEqualTo(DeadLetter.UNKNOWN_REASON);
        assertThat(fixture.sentBack()).isEqualTo(Map.of("body", Set.of("attempts")));
    }

    @Test
    default void deletesForGood() {
        DeadLetterQueueFixture fixture = fixture();
        putMany(fixture, 2);
        List<DeadLetter> held = receiveAll(fixture, HOLD);

        BatchResult<Receipt> result =
                fixture.queue().delete(List.of(held.getFirst().receipt()));

        assertThat(result.refused()).isEmpty();
        fixture.queue().release(List.of(held.getLast().receipt()));
        assertThat(receiveAll(fixture, HOLD))
                .extracting(DeadLetter::id)
                .containsExactly(held.getLast().id());
    }

    private static void putMany(DeadLetterQueueFixture fixture, int count) {
        for (int i = 0; i < count; i++) {
            fixture.put("body " + i, Map.of("failure_reason", text("invalid_field")));
        }
    }

    private static List<DeadLetter> receiveAll(DeadLetterQueueFixture fixture, Duration hold) {
        List<DeadLetter> all = new ArrayList<>();
        List<DeadLetter> some = fixture.queue().receive(10, hold);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = fixture.queue().receive(10, hold);
        }
        return all;
    }

    private static List<Receipt> receipts(List<DeadLetter> deadLetters) {
        return deadLetters.stream().map(DeadLetter::receipt).toList();
    }

    private static MessageAttribute text(String value) {
        return new MessageAttribute.Text("String", value);
    }
}
