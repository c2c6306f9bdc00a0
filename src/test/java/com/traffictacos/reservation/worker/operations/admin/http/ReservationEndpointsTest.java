package com.traffictacos.reservation.worker.operations.admin.http;

import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.WITH_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerAddresses;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerTokens;
import com.traffictacos.reservation.worker.operations.fleet.peers.ReservationPods;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.operations.reservation.EndedDelivery;
import com.traffictacos.reservation.worker.operations.reservation.OverviewFixture;
import com.traffictacos.reservation.worker.operations.reservation.ReservationLookup;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names are those of {@code docs/admin-api.md}; scripts and the console rely on them. */
class ReservationEndpointsTest {

    private static final Settings.ReservationOverview NO_LINKS =
            new Settings.ReservationOverview(0, Optional.empty(), Optional.empty());

    /** No other pod is configured here. */
    private static final ReservationPods PODS = pods(new AdminTokens(new Settings.Operations(
            Optional.of(new Secret("alice:0123456789abcdef")), Optional.empty(), false, 8040, 8041)));

    private static ReservationPods pods(AdminTokens operators) {
        PeerTokens tokens = new PeerTokens(operators, Clock.systemUTC());
        FleetExecutor executor = new FleetExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return new ReservationPods(
                new PeerAddresses(new Settings.Fleet(Duration.ofSeconds(15), List.of())),
                new PeerClient(tokens, executor),
                tokens,
                Clock.systemUTC());
    }

    @Test
    void namesThePartsOfWhatOtherPodsKnow() {
        try (OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, NO_LINKS)) {
            assertThat(json(get(fixture, Map.of(), "reservations", "rsv:1", "pods"))
                            .keySet())
                    .containsExactlyInAnyOrder("reservation_id", "at", "pods", "silent", "not_asked", "problems");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> get(fixture, Map.of(), "reservations", "no id", "pods"));
        }
    }

    @Test
    void showsWhatIsKnownOfAReservation() {
        try (OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, WITH_LINKS)) {
            fixture.queue.put("expired rsv:1", "retries_exhausted");
            fixture.begin("m-1", "rsv:1");
            fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.RETRIED, "transient");

            JsonObject answer = json(get(fixture, Map.of("refresh", List.of("true")), "reservations", "rsv:1"));

            assertThat(answer.keySet())
                    .containsExactlyInAnyOrder(
                            "reservation_id",
                            "at",
                            "pod",
                            "reservation",
                            "dead_letters",
                            "in_work",
                            "outcomes",
                            "traces",
                            "log_url");
            assertThat(answer.getJsonObject("reservation")).isEqualTo(json("""
                    {"status": "CONFIRMED", "event_id": "concert", "seat_ids": ["A-1", "A-2"], "quantity": 2,
                     "user_id": "user", "hold_expires_at": "2025-01-23T09:59:00Z"}
                    """));
            assertThat(answer.getJsonObject("dead_letters")
                            .getJsonObject("scan")
                            .getBoolean("complete"))
                    .isTrue();
            assertThat(answer.getJsonObject("dead_letters").getJsonArray("letters"))
                    .hasSize(1);
            assertThat(answer.getJsonArray("in_work").getJsonObject(0).getString("message_id"))
                    .isEqualTo("m-1");
            assertThat(answer.getJsonObject("outcomes")).isEqualTo(json("""
                    {"capacity": 10, "remembered_since": "2025-01-23T10:00:00Z", "matched": 1,
                     "list": [{"ended_at": "2025-01-23T10:00:00Z", "type": "expired", "outcome": "retried",
                               "reason": "transient", "attempt": 1, "handler_attempts": 2, "duration_seconds": 0.085,
                               "trace_id": "0af7651916cd43dd8448eb211c80319c", "message_id": "msg-rsv:1"}]}
                    """));
            assertThat(answer.getJsonArray("traces").getJsonObject(0)).isEqualTo(json("""
                    {"trace_id": "0af7651916cd43dd8448eb211c80319c",
                     "url": "https://traces.example/0af7651916cd43dd8448eb211c80319c"}
                    """));
        }
    }

    /** Without parameters, nobody's receive counts are raised. */
    @Test
    void scansTheDeadLetterQueueOnlyIfItIsAskedTo() {
        try (OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, NO_LINKS)) {
            fixture.queue.put("expired rsv:1", "retries_exhausted");

            assertThat(json(get(fixture, Map.of(), "reservations", "rsv:1")).getJsonObject("dead_letters"))
                    .isEqualTo(json("{\"matched\": 0, \"letters\": []}"));
            JsonObject scanned = json(get(fixture, Map.of("wait_seconds", List.of("20")), "reservations", "rsv:1"))
                    .getJsonObject("dead_letters");

            assertThat(scanned.getInt("matched")).isOne();
            assertThat(scanned.getJsonObject("scan").getBoolean("running")).isFalse();
        }
    }

    @Test
    void saysWhyTheReservationIsNotShownAndLeavesOutWhatIsNotKnown() {
        ReservationLookup none = id -> {
            throw new PermanentFailure(FailureReason.RESERVATION_NOT_FOUND, "reservation-api: GET answered 404");
        };
        try (OverviewFixture fixture = new OverviewFixture(none, NO_LINKS)) {
            JsonObject answer = json(get(fixture, Map.of(), "reservations", "rsv_1"));

            assertThat(answer.getJsonObject("reservation")).isEqualTo(json("""
                    {"error": {"code": "reservation_not_found", "message": "reservation-api: GET answered 404"}}
                    """));
            assertThat(answer.getJsonObject("dead_letters")).isEqualTo(json("{\"matched\": 0, \"letters\": []}"));
            assertThat(answer.getJsonObject("outcomes"))
                    .isEqualTo(json("{\"capacity\": 0, \"matched\": 0, \"list\": []}"));
            assertThat(answer).doesNotContainKey("log_url");
        }
    }

    @Test
    void refusesWhatIsNoReservationAndParametersThatItDoesNotKnow() {
        try (OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, NO_LINKS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> get(fixture, Map.of(), "reservations", "..."))
                    .withMessageStartingWith("reservation_id: ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> get(fixture, Map.of("reload", List.of("true")), "reservations", "rsv"))
                    .withMessage("parameters: only refresh and wait_seconds are known");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> get(fixture, Map.of("wait_seconds", List.of("61")), "reservations", "rsv"));
        }
    }

    @Test
    void leavesOtherPathsToOthers() {
        try (OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, NO_LINKS)) {
            assertThat(get(fixture, Map.of(), "reservations")).isEmpty();
            assertThat(get(fixture, Map.of(), "status")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"/reservations/rsv:1, rsv:1", "/reservations/A-b_c.9, A-b_c.9"})
    void findsTheIdentifierInThePath(String path, String id) {
        assertThat(AdminRequests.segments(path)).contains(List.of("reservations", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reservations/..", "/reservations/a%3Ab", "/reservations/a;b", "/reservations//a"})
    void takesNoPathThatServersReadDifferently(String path) {
        assertThat(AdminRequests.segments(path)).isEmpty();
    }

    private static Optional<AdminReply> get(OverviewFixture fixture, Map<String, List<String>> query, String... path) {
        return new ReservationEndpoints(fixture.reader, PODS)
                .answer(new AdminCall(
                        "GET",
                        List.of(path),
                        query,
                        JsonValue.EMPTY_JSON_OBJECT,
                        new Operator("alice", OperatorRole.READ, "192.0.2.1")));
    }

    private static JsonObject json(Optional<AdminReply> reply) {
        return json(JsonResponse.text(reply.orElseThrow().body()));
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
