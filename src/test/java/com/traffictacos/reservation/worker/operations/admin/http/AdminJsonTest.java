package com.traffictacos.reservation.worker.operations.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.operations.admin.http.view.DeadLetterListView;
import com.traffictacos.reservation.worker.operations.admin.http.view.DeadLetterView;
import com.traffictacos.reservation.worker.operations.admin.http.view.InFlightListView;
import com.traffictacos.reservation.worker.operations.admin.http.view.JobView;
import com.traffictacos.reservation.worker.operations.admin.http.view.ServiceView;
import com.traffictacos.reservation.worker.operations.admin.http.view.WorkerStatus;
import com.traffictacos.reservation.worker.operations.fleet.peers.PodStatus;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The names are those of {@code docs/admin-api.md}; scripts and the console rely on them. */
class AdminJsonTest {

    private static final Instant AT = Instant.parse("2025-01-23T10:00:00Z");

    @Test
    void writesTheStatus() {
        assertThat(json(status(new WorkerStatus.QueueDepth(5, 6, 7), job(AT, "stopped"))))
                .isEqualTo(json("""
                        {"at": "2025-01-23T10:00:00Z",
                         "pod": {"name": "w-1", "started_at": "2025-01-23T10:00:00Z", "java": "25", "queue": "q",
                                 "heap_used_bytes": 1, "heap_max_bytes": 2},
                         "state": "running", "condition": "healthy",
                         "events": {"payment.approved": {"acknowledged": 3}},
                         "processing": {"count": 3, "sum_seconds": 0.5,
                                        "buckets": [{"le_seconds": 0.25, "count": 2}]},
                         "latency": {"count": 0, "sum_seconds": 0.0, "buckets": []},
                         "deliveries": {"received": 9, "acknowledged": 3, "retried": 2, "dead_lettered": 1,
                                        "released": 1, "in_hand": 2, "unaccounted": 0},
                         "permits": {"total": 20, "free": 18},
                         "in_work": 2,
                         "busy": 1,
                         "polling": {"paused": false, "errors": 1, "failed_in_a_row": 0,
                                     "not_receiving": "fleet_paused",
                                     "fleet": {"paused": true, "since": "2025-01-23T10:00:00Z", "operator": "alice",
                                               "read_at": "2025-01-23T10:00:00Z"}},
                         "dependencies": {"inventory": "up"},
                         "concurrency_limits": {"inventory": 20},
                         "services": [{"name": "inventory", "state": "up", "unstable": true, "deadline_seconds": 0.25,
                                       "window_seconds": 300, "outages": 1,
                                       "last_outage": {"operation": "release_hold", "cause": "UNAVAILABLE",
                                                       "began_at": "2025-01-23T10:00:00Z"},
                                       "operations": [{"name": "release_hold", "state": "up", "calls": 2, "failed": 1,
                                                       "results": {"transient": 1}, "p50_seconds": 0.018,
                                                       "longest_seconds": 0.25,
                                                       "errors": [{"at": "2025-01-23T10:00:00Z", "result": "transient",
                                                                   "detail": "UNAVAILABLE"}]}]}],
                         "queue": {"visible": 5, "in_flight": 6, "delayed": 7},
                         "dead_letters": {"visible": 5, "in_flight": 6, "delayed": 7},
                         "depths_at": "2025-01-23T10:00:00Z",
                         "job": {"id": "j", "pod": "w-1", "action": "redrive", "state": "running",
                                 "operator": "alice", "selection": "every dead letter", "expected": 3,
                                 "started_at": "2025-01-23T10:00:00Z",
                                 "ended_at": "2025-01-23T10:00:00Z", "scanned": 4, "matched": 3, "done": 2,
                                 "refused": 1, "complete": true, "error": "stopped"}}
                        """));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(json(status(null, null))).doesNotContainKeys("queue", "dead_letters", "job");
        assertThat(json(job(null, null))).doesNotContainKeys("ended_at", "error", "expected");
        assertThat(json(deadLetter(null))).doesNotContainKeys("body", "attributes", "group_id", "reservation_id");
    }

    @Test
    void writesADeadLetterWithItsAttributes() {
        assertThat(json(deadLetter("{\"a\":1}"))).isEqualTo(json("""
                        {"id": "m", "reason": "not_found", "detail": "404", "type": "payment.approved",
                         "died_at": "2025-01-23T10:00:00Z", "sent_at": "2025-01-23T10:00:00Z", "attempts": 3,
                         "receive_count": 2, "body_bytes": 7, "body": "{\\"a\\":1}",
                         "attributes": {"text": {"data_type": "String", "value": "x"},
                                        "bytes": {"data_type": "Binary", "base64": "AQ=="}}}
                        """));
    }

    @Test
    void writesWhatAScanHasSeen() {
        DeadLetterListView.Scan scan = new DeadLetterListView.Scan(AT, 2, true, false, 3);

        assertThat(json(new DeadLetterListView(scan, 2, List.of(), null, "next")))
                .isEqualTo(json("""
                        {"scan": {"taken_at": "2025-01-23T10:00:00Z", "scanned": 2, "complete": true, "running": false,
                                  "approximate_total": 3},
                         "matched": 2, "letters": [], "next_page_token": "next"}
                        """));
        assertThat(json(new DeadLetterListView.Summary(
                        scan,
                        Map.of("a", 1L),
                        Map.of("b", 2L),
                        Map.of("c", 3L),
                        AT,
                        null,
                        new DeadLetterListView.Summary.Trend(AT, true, Map.of()))))
                .containsKeys("scan", "by_reason", "by_type", "by_hour", "oldest");
        assertThat(json(new DeadLetterListView.DryRun(scan, 2, Map.of(), "token", AT, "25")))
                .containsKeys("confirm", "scan", "matched", "by_reason", "dry_run_token", "expires_at");
    }

    @Test
    void writesAMessageInFlightAndAnError() {
        PodStatus.Message message = new PodStatus.Message("m", "unknown", "none", 1, 0.5, 30.0, null);

        assertThat(json(new InFlightListView(List.of(message)))).isEqualTo(json("""
                        {"in_work": [{"message_id": "m", "type": "unknown", "step": "none", "attempt": 1,
                                      "age_seconds": 0.5, "lease_left_seconds": 30.0}]}
                        """));
        assertThat(json(JsonResponse.error("not_found", "gone")))
                .isEqualTo(json("{\"error\": {\"code\": \"not_found\", \"message\": \"gone\"}}"));
    }

    private static WorkerStatus status(WorkerStatus.@Nullable QueueDepth depth, @Nullable JobView job) {
        return new WorkerStatus(
                AT,
                new WorkerStatus.Pod("w-1", AT, "25", "q", 1, 2),
                "running",
                "healthy",
                Map.of("payment.approved", Map.of("acknowledged", 3L)),
                new WorkerStatus.Durations(3, 0.5, List.of(new WorkerStatus.Bucket(0.25, 2))),
                new WorkerStatus.Durations(0, 0, List.of()),
                new WorkerStatus.Deliveries(9, 3, 2, 1, 1, 2, 0),
                new WorkerStatus.PermitCounts(20, 18),
                2,
                1,
                new WorkerStatus.Polling(
                        false, 1, 0, "fleet_paused", new WorkerStatus.FleetFlagView(true, AT, "alice", AT, null)),
                Map.of("inventory", "up"),
                Map.of("inventory", 20),
                List.of(service()),
                depth,
                depth,
                AT,
                job);
    }

    private static ServiceView service() {
        ServiceView.Operation operation = new ServiceView.Operation(
                "release_hold",
                "up",
                2,
                1,
                Map.of("transient", 1),
                0.018,
                null,
                0.25,
                List.of(new ServiceView.Failure(AT, "transient", "UNAVAILABLE")));
        return new ServiceView(
                "inventory",
                "up",
                true,
                0.25,
                300,
                1,
                new ServiceView.LastOutage("release_hold", AT, null, "UNAVAILABLE"),
                List.of(operation));
    }

    private static JobView job(@Nullable Instant endedAt, @Nullable String error) {
        return new JobView(
                "j",
                "w-1",
                "redrive",
                "running",
                "alice",
                "every dead letter",
                endedAt == null ? null : 3L,
                AT,
                endedAt,
                4,
                3,
                2,
                1,
                true,
                error);
    }

    private static DeadLetterView deadLetter(@Nullable String body) {
        Map<String, DeadLetterView.Attribute> attributes = Map.of(
                "text", new DeadLetterView.Attribute("String", "x", null),
                "bytes", new DeadLetterView.Attribute("Binary", null, "AQ=="));
        return new DeadLetterView(
                "m",
                "not_found",
                "404",
                "payment.approved",
                AT,
                AT,
                null,
                3,
                2,
                7,
                null,
                null,
                null,
                body,
                body == null ? null : attributes,
                null);
    }

    private static JsonObject json(Object body) {
        return json(JsonResponse.text(body));
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
