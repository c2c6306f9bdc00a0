package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute.Text;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterMessageTest {

    private static final String STRING = "String.reservation-worker.events";
    private static final Instant FAILED_AT = Instant.parse("2025-01-23T10:00:05.123456Z");

    @Test
    void addsTheFiveAttributesOfTheContract() {
        DeadLetterMessage message = message(deadLetter(withAttributes(0), "seats: missing"));

        assertThat(message.attributes())
                .isEqualTo(Map.of(
                        "failure_reason", new Text(STRING, "invalid_field"),
                        "failure_detail", new Text(STRING, "seats: missing"),
                        "failed_at", new Text(STRING, "2025-01-23T10:00:05.123Z"),
                        "attempts", new Text("Number.reservation-worker.events", "1"),
                        "original_message_id", new Text(STRING, "msg-1")));
    }

    @Test
    void keepsTheOriginalsAttributesAsTheyAre() {
        MessageAttribute bytes = new MessageAttribute.Bytes("Binary.x", new byte[] {1});
        ReceivedMessage original = EventMessages.withAttribute(
                EventMessages.withAttribute(EventMessages.withBody("{}"), "a", "b"), "c", bytes);

        assertThat(message(deadLetter(original, "why")).attributes())
                .hasSize(7)
                .containsEntry("a", new Text("String", "b"))
                .containsEntry("c", bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "5, failure_reason failure_detail original_message_id attempts failed_at",
        "6, failure_reason failure_detail original_message_id attempts",
        "7, failure_reason failure_detail original_message_id",
        "8, failure_reason failure_detail",
        "9, failure_reason",
        "10, ''",
    })
    void leavesOutTheLeastUsefulWhereTenAreNotEnough(int originals, String kept) {
        DeadLetterMessage message = message(deadLetter(withAttributes(originals), "why"));

        assertThat(message.attributes().keySet())
                .filteredOn(name -> !name.startsWith("own"))
                .containsExactlyInAnyOrder(kept.isEmpty() ? new String[0] : kept.split(" "));
        assertThat(message.attributes().keySet())
                .filteredOn(name -> name.startsWith("own"))
                .hasSize(originals);
    }

    @Test
    void replacesWhatAnEarlierDeadLetteringLeft() {
        ReceivedMessage original = withAttributes(8);
        original = EventMessages.withAttribute(original, "failure_reason", new Text(STRING, "retries_exhausted"));
        original = EventMessages.withAttribute(original, "failed_at", new Text(STRING, "2024-01-01T00:00:00Z"));

        assertThat(message(deadLetter(original, "why")).attributes())
                .hasSize(10)
                .containsEntry("failure_reason", new Text(STRING, "invalid_field"))
                .doesNotContainKey("failed_at");
    }

    /** The format that workers sent before they marked their attributes. */
    @Test
    void replacesWhatAnEarlierWorkerLeft() {
        ReceivedMessage original = EventMessages.withBody("{}");
        for (String name :
                List.of("failure_reason", "failure_detail", "failed_at", "attempts", "original_message_id")) {
            original = EventMessages.withAttribute(original, name, "old");
        }
        original = EventMessages.withAttribute(original, "failure_reason", "retries_exhausted");
        original = EventMessages.withAttribute(original, "failed_at", "2025-01-23T10:00:05.123Z");

        assertThat(message(deadLetter(original, "why")).attributes())
                .hasSize(5)
                .containsEntry("failure_reason", new Text(STRING, "invalid_field"));
    }

    @Test
    void keepsAProducersAttributesOfTheSameNames() {
        ReceivedMessage original =
                EventMessages.withAttribute(EventMessages.withBody("{}"), "attempts", "the producer's");
        original = EventMessages.withAttribute(original, "failure_reason", "the producer's");

        assertThat(message(deadLetter(original, "why")).attributes())
                .hasSize(7)
                .containsEntry("attempts", new Text("String", "the producer's"))
                .containsEntry("failure_reason", new Text("String", "the producer's"))
                .containsEntry("worker_failure_reason", new Text(STRING, "invalid_field"))
                .containsEntry("worker_attempts", new Text("Number.reservation-worker.events", "1"));
    }

    @Test
    void keepsTheProducersBodyAfterAChangeAsLongAsAllElseFits() {
        Text kept = new Text(STRING, "the producer's body");

        assertThat(message(deadLetter(EventMessages.withAttribute(withAttributes(4), "original_body", kept), "why"))
                        .attributes())
                .hasSize(10)
                .containsEntry("original_body", kept)
                .containsKey("failed_at");
        assertThat(message(deadLetter(EventMessages.withAttribute(withAttributes(5), "original_body", kept), "why"))
                        .attributes())
                .hasSize(10)
                .doesNotContainKey("original_body")
                .containsKey("failed_at");
        DeadLetterEntry large = deadLetter(
                EventMessages.withAttribute(EventMessages.withBody("x".repeat(900)), "original_body", kept), "why");
        int allElse = message(deadLetter(EventMessages.withBody("x".repeat(900)), "why"))
                .size();
        assertThat(DeadLetterMessage.of(large, "events", allElse).attributes())
                .doesNotContainKey("original_body")
                .containsKey("failed_at");
    }

    @Test
    void leavesOursOutWhereBothNamesAreTaken() {
        ReceivedMessage original = EventMessages.withAttribute(EventMessages.withBody("{}"), "attempts", "a");
        original = EventMessages.withAttribute(original, "worker_attempts", "b");

        assertThat(message(deadLetter(original, "why")).attributes())
                .hasSize(6)
                .containsEntry("attempts", new Text("String", "a"))
                .containsEntry("worker_attempts", new Text("String", "b"));
    }

    @Test
    void keepsToTheSizeThatTheDeadLetterQueueTakes() {
        ReceivedMessage original = EventMessages.withAttribute(EventMessages.withBody("x".repeat(900)), "own", "v");
        DeadLetterEntry deadLetter = deadLetter(original, "why");
        int bare = MessageSize.of(original.body(), original.attributes());
        Set<String> before = Set.of("own");
        for (int limit = bare + 400; limit >= bare; limit--) {
            DeadLetterMessage message = DeadLetterMessage.of(deadLetter, "events", limit);
            Set<String> names = message.attributes().keySet();

            assertThat(message.size()).isLessThanOrEqualTo(limit);
            assertThat(names).contains("own");
            // The reason is present as long as any attribute of the worker fits.
            assertThat(names.size() == 1 || names.contains("failure_reason")).isTrue();
            before = names;
        }
        assertThat(before).containsExactly("own");
    }

    @Test
    void leavesOutWhatWouldTakeTheMessageOverTheLimit() {
        String body = "x".repeat(MessageSize.MAX_BYTES - 100);

        DeadLetterMessage message = message(deadLetter(EventMessages.withBody(body), "d".repeat(500)));

        assertThat(message.size()).isLessThanOrEqualTo(MessageSize.MAX_BYTES);
        assertThat(message.attributes()).containsKey("failure_reason").doesNotContainKey("failure_detail");
    }

    @Test
    void leavesAMessageOfTheLargestSizeAlone() {
        String body = "\u00e9".repeat(MessageSize.MAX_BYTES / 2);

        DeadLetterMessage message = message(deadLetter(EventMessages.withBody(body), "why"));

        assertThat(message.size()).isEqualTo(MessageSize.MAX_BYTES);
        assertThat(message.attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1023, 1024, 1025, 5000})
    void cutsTheDetailWithoutCuttingACharacter(int length) {
        String detail = DeadLetterMessage.detail("x" + "\uD83C\uDFAB".repeat(length));

        assertThat(detail).hasSize(1023).startsWith("x\uD83C\uDFAB").endsWith("\uD83C\uDFAB");
    }

    @Test
    void replacesCharactersThatSqsRefuses() {
        assertThat(DeadLetterMessage.detail("a\u0000b\uFFFEc\uD800d\n\t\r")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\n\t\r");
    }

    @Test
    void saysSomethingWhereThereIsNoDetail() {
        assertThat(DeadLetterMessage.detail("")).isEqualTo("none");
    }

    @Test
    void splitsABatchByItsSize() {
        DeadLetterEntry half = deadLetter(EventMessages.withBody("x".repeat(MessageSize.MAX_BYTES / 2)), "why");
        DeadLetterEntry small = deadLetter(EventMessages.withBody("x"), "why");

        List<List<DeadLetterMessage>> batches = SqsBatches.split(
                Stream.of(half, small, half, small, half)
                        .map(DeadLetterMessageTest::message)
                        .toList(),
                DeadLetterMessage::size);

        assertThat(batches)
                .extracting(batch ->
                        batch.stream().map(DeadLetterMessage::deadLetter).toList())
                .containsExactly(List.of(half, small), List.of(half, small), List.of(half));
    }

    private static ReceivedMessage withAttributes(int number) {
        ReceivedMessage message = EventMessages.withBody("{}");
        for (int i = 0; i < number; i++) {
            message = EventMessages.withAttribute(message, "own" + i, "v");
        }
        return message;
    }

    private static DeadLetterMessage message(DeadLetterEntry deadLetter) {
        return DeadLetterMessage.of(deadLetter, "events", MessageSize.MAX_BYTES);
    }

    private static DeadLetterEntry deadLetter(ReceivedMessage message, String detail) {
        return new DeadLetterEntry(message, FailureReason.INVALID_FIELD, detail, FAILED_AT);
    }
}
