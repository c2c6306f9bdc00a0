package com.traffictacos.reservation.worker.operations.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.fake.FakeDeadLetterQueue;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.operations.admin.AdminError;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendRefusedException;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResendEndpointsTest {

    private static final String FIXED = Shape.FLAT.render(Events.expired("rsv_1"));

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final FakeDeadLetterQueue queue = new FakeDeadLetterQueue(clock);
    private final WorkerExecutors executors = new WorkerExecutors(pool, timer, pool, Executors.defaultThreadFactory());
    private final TerminationSignal termination = new TerminationSignal(executors);
    private final DeadLetterBrowser browser =
            new DeadLetterBrowser(queue, queue, clock, executors, new OperatorExecutor(pool));
    private final DeadLetterJobs jobs =
            new DeadLetterJobs(browser, new OperatorExecutor(pool), clock, termination, new OperatorLog(clock));
    private final ResendEndpoints endpoints =
            new ResendEndpoints(new ResendService(browser, jobs, new JsonEventDecoder()));

    @AfterEach
    void close() {
        termination.forget();
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void checksAndSends() {
        String id = queue.put("broken", "malformed_json");

        AdminReply checked = post(
                id,
                Json.createObjectBuilder()
                        .add("body", FIXED)
                        .add("dry_run", true)
                        .build());
        assertThat(json(checked).getString("type")).isEqualTo("expired");
        assertThat(json(checked).getString("reservation_id")).isEqualTo("rsv_1");
        assertThat(json(checked).getInt("original_bytes")).isEqualTo("broken".length());
        assertThat(json(checked)).doesNotContainKey("job");
        assertThat(queue.sentBack()).isEmpty();

        AdminReply sent = post(
                id,
                Json.createObjectBuilder()
                        .add("body", FIXED)
                        .add("confirm", "resend")
                        .build());

        assertThat(sent.status()).isEqualTo(200);
        assertThat(json(sent).getJsonObject("job").getString("action")).isEqualTo("resend");
        assertThat(queue.sentBack()).hasSize(1);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        String id = queue.put("broken", "malformed_json");

        for (JsonObject wrong : List.of(
                Json.createObjectBuilder().add("bodi", FIXED).build(),
                Json.createObjectBuilder().add("body", 7).build(),
                Json.createObjectBuilder()
                        .add("body", FIXED)
                        .add("dry_run", "yes")
                        .build())) {
            assertThatIllegalArgumentException().isThrownBy(() -> post(id, wrong));
        }
    }

    @Test
    void saysWhichFieldOfTheBodyIsWrong() {
        String id = queue.put("broken", "malformed_json");
        JsonObject request = Json.createObjectBuilder()
                .add("body", "{\"type\":\"reservation.expired\",\"detail\":{}}")
                .add("confirm", "resend")
                .build();
        AdminReply reply;
        try {
            reply = post(id, request);
        } catch (ResendRefusedException refusal) {
            reply = AdminReply.error(AdminError.of(refusal), refusal);
        }

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).getJsonObject("error"))
                .hasToString("{\"code\":\"invalid_body\",\"field\":\"reservation_id\","
                        + "\"message\":\"missing_field: reservation_id: missing\",\"reason\":\"missing_field\"}");
    }

    private AdminReply post(String id, JsonObject body) {
        return endpoints
                .answer(new AdminCall(
                        "POST",
                        List.of("dead-letters", "letters", id, "resend"),
                        Map.of(),
                        body,
                        new Operator("alice", OperatorRole.WRITE, "192.0.2.1")))
                .orElseThrow();
    }

    private static JsonObject json(AdminReply reply) {
        return Json.createReader(new StringReader(JsonResponse.text(reply.body())))
                .readObject();
    }
}
