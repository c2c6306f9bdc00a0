package com.traffictacos.reservation.worker.operations.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.FakeDeadLetterQueue;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The paths are those of {@code docs/admin-api.md}; scripts and the console rely on them. */
class DeadLetterEndpointsTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final FakeDeadLetterQueue queue = new FakeDeadLetterQueue(clock);
    private final DeadLetterBrowser browser = new DeadLetterBrowser(
            queue,
            queue,
            clock,
            new WorkerExecutors(timer, timer, timer, Executors.defaultThreadFactory()),
            new OperatorExecutor(timer));
    private final DeadLetterEndpoints endpoints = new DeadLetterEndpoints(browser, new DeadLetterPager(browser));

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void showsOneDeadLetter() {
        queue.put("rubbish", Map.of(), Optional.empty());
        String id = browser.snapshot(true).deadLetters().getFirst().id();

        assertThat(get("dead-letters", "letters", id)).hasValueSatisfying(reply -> {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(json(reply).getString("body")).isEqualTo("rubbish");
        });
    }

    @Test
    void saysThatADeadLetterIsNotThere() {
        assertThat(get("dead-letters", "letters", "gone"))
                .map(AdminReply::status)
                .contains(404);
    }

    @Test
    void listsAndCounts() {
        queue.put("rubbish", Map.of(), Optional.empty());

        assertThat(json(get("dead-letters").orElseThrow()).getJsonArray("letters"))
                .hasSize(1);
        assertThat(get("dead-letters", "summary").map(AdminReply::status)).contains(200);
    }

    @Test
    void leavesOtherPathsToOthers() {
        assertThat(get("dead-letters", "else", "x")).isEmpty();
    }

    private Optional<AdminReply> get(String... path) {
        return endpoints.answer(new AdminCall(
                "GET",
                List.of(path),
                Map.of(),
                JsonValue.EMPTY_JSON_OBJECT,
                new Operator("alice", OperatorRole.WRITE, "192.0.2.1")));
    }

    private static JsonObject json(AdminReply reply) {
        return Json.createReader(new StringReader(JsonResponse.text(reply.body())))
                .readObject();
    }
}
