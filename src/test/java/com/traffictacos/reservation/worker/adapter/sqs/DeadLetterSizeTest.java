package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dead-letter queue with a smaller size limit than the queue. The embedded server does not support such a limit. */
class DeadLetterSizeTest {

    private static final int LIMIT = 262_144;

    /** The dead letters that the queue has accepted: the attribute names of each. */
    private final List<List<String>> taken = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dropsAttributesUntilTheDeadLetterFits(boolean tellsItsLimit) {
        DeadLetterEntry large = deadLetter(EventMessages.withBody("x".repeat(LIMIT - 150)));
        DeadLetterEntry small = deadLetter(EventMessages.withBody("x"));
        try (ScriptedSqs server = new ScriptedSqs(exchange -> answer(exchange, tellsItsLimit));
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            MessageQueue queue = queue(clients, server);

            assertThat(queue.sendToDeadLetterQueue(List.of(small, large)).refused())
                    .isEmpty();
            int requests = server.actions().size();
            assertThat(queue.sendToDeadLetterQueue(List.of(large)).refused()).isEmpty();

            // The limit is already known.
            assertThat(server.actions()).hasSize(requests + 1);
        }
        assertThat(taken)
                .containsExactly(
                        List.of("attempts", "failed_at", "failure_detail", "failure_reason", "original_message_id"),
                        List.of("failure_detail", "failure_reason"),
                        List.of("failure_detail", "failure_reason"));
    }

    @Test
    void leavesALetterInTheQueueThatIsTooLargeEvenAlone() {
        DeadLetterEntry tooLarge = deadLetter(EventMessages.withBody("x".repeat(LIMIT + 1)));
        DeadLetterEntry small = deadLetter(EventMessages.withBody("x"));
        try (ScriptedSqs server = new ScriptedSqs(exchange -> answer(exchange, true));
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            BatchResult<DeadLetterEntry> result =
                    queue(clients, server).sendToDeadLetterQueue(List.of(tooLarge, small));

            assertThat(result.succeeded()).containsExactly(small);
            assertThat(result.refused()).singleElement().satisfies(refusal -> {
                assertThat(refusal.entry()).isEqualTo(tooLarge);
                assertThat(refusal.retryable()).isFalse();
                assertThat(refusal.detail()).contains("shorter than 262144 bytes");
            });
        }
    }

    @Test
    void halvesABatchThatTheServerFindsTooLong() {
        List<DeadLetterEntry> deadLetters = Stream.of("a", "b", "c", "d", "e")
                .map(body -> deadLetter(EventMessages.withBody(body.repeat(100_000))))
                .toList();
        try (ScriptedSqs server = new ScriptedSqs(exchange -> answer(exchange, true));
                SqsClients clients = new SqsClients(LocalSqs.access(server.endpoint()), Duration.ZERO)) {
            assertThat(queue(clients, server).sendToDeadLetterQueue(deadLetters))
                    .isEqualTo(BatchResult.allSucceeded(deadLetters));
        }
    }

    private static MessageQueue queue(SqsClients clients, ScriptedSqs server) {
        URI endpoint = server.endpoint();
        return new SqsMessageQueue(
                clients,
                new Settings.Queue(
                        endpoint.resolve("/1/events"),
                        Optional.of(endpoint.resolve("/1/graves")),
                        Duration.ZERO,
                        Duration.ofSeconds(30)),
                Observers.none());
    }

    private static DeadLetterEntry deadLetter(ReceivedMessage message) {
        return new DeadLetterEntry(message, FailureReason.INVALID_FIELD, "why", Instant.EPOCH);
    }

    private void answer(HttpExchange exchange, boolean tellsItsLimit) throws IOException {
        if (ScriptedSqs.action(exchange).equals("GetQueueAttributes")) {
            if (tellsItsLimit) {
                ScriptedSqs.answer(exchange, 200, "{\"Attributes\":{\"MaximumMessageSize\":\"" + LIMIT + "\"}}");
            } else {
                refuse(exchange, "AccessDenied");
            }
            return;
        }
        JsonObject request =
                Json.createReader(new StringReader(ScriptedSqs.body(exchange))).readObject();
        List<JsonObject> entries = request.getJsonArray("Entries").getValuesAs(JsonObject.class);
        if (entries.size() > 1
                && entries.stream().mapToInt(DeadLetterSizeTest::size).sum() > LIMIT * 3 / 2) {
            refuse(exchange, "BatchRequestTooLong");
            return;
        }
        var done = Json.createArrayBuilder();
        var failed = Json.createArrayBuilder();
        for (JsonObject entry : entries) {
            JsonObjectBuilder result = Json.createObjectBuilder().add("Id", entry.getString("Id"));
            if (size(entry) > LIMIT) {
                failed.add(
                        result.add("SenderFault", true)
                                .add("Code", "InvalidParameterValue")
                                .add(
                                        "Message",
                                        "One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes."));
            } else {
                taken.add(entry.getJsonObject("MessageAttributes").keySet().stream()
                        .sorted()
                        .toList());
                done.add(result.add("MessageId", "m").add("MD5OfMessageBody", "0"));
            }
        }
        ScriptedSqs.answer(
                exchange,
                200,
                Json.createObjectBuilder()
                        .add("Successful", done)
                        .add("Failed", failed)
                        .build()
                        .toString());
    }

    private static void refuse(HttpExchange exchange, String code) throws IOException {
        ScriptedSqs.answer(exchange, 400, "{\"__type\":\"com.amazonaws.sqs#" + code + "\",\"message\":\"no\"}");
    }

    private static int size(JsonObject entry) {
        int size = entry.getString("MessageBody").length();
        JsonObject attributes = entry.getJsonObject("MessageAttributes");
        for (String name : attributes.keySet()) {
            JsonObject attribute = attributes.getJsonObject(name);
            size += name.length()
                    + attribute.getString("DataType").length()
                    + attribute.getString("StringValue").length();
        }
        return size;
    }
}
