package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.EventGenerator;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsLedger;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of all kinds and shapes, some stale or doubled, are settled. */
@TestMethodOrder(OrderAnnotation.class)
class SettleIT {

    private static final int EVENTS = 200;
    private static final String TRACE = "5b8aa5a2d2c872e8321cf37308d69df2";

    private static WorkerFixture fixture;

    @BeforeAll
    static void settleAllEvents() {
        SandboxWorld world = SandboxWorld.start();
        EventGenerator producer = world.generator();
        // Every story at least once, whatever the dice say.
        for (ReservationScript story : EventMix.burst().weights().keySet()) {
            producer.send(new ReservationGenerator(
                            EventMix.of(story), 100 + story.name().hashCode())
                    .next(story.events()));
        }
        producer.send(new ReservationGenerator(EventMix.of(ReservationScript.IS_PAID), 12)
                .next(1)
                .withTraceParent("00-" + TRACE + "-b7ad6b7169203331-01"));
        producer.send(new ReservationGenerator(EventMix.burst(), 11), EVENTS - (int) producer.sent());
        fixture = WorkerFixture.open("settle", world, Map.of());
        fixture.awaitEmptyQueue(Duration.ofMinutes(2));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    @Order(1)
    void endsEveryReservationAndSeatAsItMust() {
        assertThat(fixture.world().findings().wrong()).isEmpty();
        assertThat(fixture.world().deadLetterDepth().total()).isZero();
    }

    @Test
    @Order(1)
    void takesAndDeletesEachMessageOnce() {
        SqsLedger.Totals totals = fixture.world().gateway().ledger().totals();
        assertThat(totals.deliveries()).isEqualTo(EVENTS);
        assertThat(totals.redeliveries()).isZero();
        assertThat(totals.deleted()).isEqualTo(EVENTS);
    }

    @Test
    @Order(1)
    void countsOneOutcomeForEveryDelivery() {
        String metrics = fixture.worker().get("/metrics").orElseThrow();
        assertThat(WorkerMetricsText.sum(metrics, "worker_events_total", "")).contains((double) EVENTS);
        assertThat(fixture.counted("success") + fixture.counted("skipped") + fixture.counted("ignored"))
                .isEqualTo(EVENTS);
        assertThat(fixture.counted("skipped")).isPositive();
        assertThat(fixture.counted("ignored")).isPositive();
    }

    @Test
    @Order(1)
    void carriesTheTraceIntoBothServices() {
        List<AnsweredCall> traced = Stream.concat(
                        fixture.world().inventory().journal().calls().stream(),
                        fixture.world().reservationApi().journal().calls().stream())
                .filter(call -> call.headers().getOrDefault("traceparent", "").contains(TRACE))
                .toList();
        assertThat(traced).extracting(AnsweredCall::operation).contains("PATCH", "CommitReservation");
        assertThat(traced)
                .filteredOn(call -> call.operation().equals("CommitReservation"))
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("x-trace-id", TRACE));
    }

    @Test
    @Order(1)
    void marksEveryChangeWithAnIdempotencyKey() {
        assertThat(fixture.world().reservationApi().journal().calls())
                .filteredOn(call -> call.operation().equals("PATCH"))
                .isNotEmpty()
                .allSatisfy(call ->
                        assertThat(call.headers().get("idempotency-key")).endsWith(":" + call.reservationId()));
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/started", "/ready", "/metrics"})
    void answersProbes(String path) {
        assertThat(fixture.worker().get(path)).isPresent();
    }

    @Test
    @Order(1)
    void writesOneLineForEveryEvent() {
        List<JsonObject> settled = fixture.worker().logLines().stream()
                .filter(line -> line.contains("\"outcome\""))
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .toList();
        assertThat(settled)
                .hasSize(EVENTS)
                .allSatisfy(line -> assertThat(line)
                        .containsKeys(
                                "ts", "level", "msg", "event_type", "trace_id", "duration_ms", "outcome", "attempt"));
    }

    @Test
    @Order(2)
    void stopsWithNothingUnaccountedFor() {
        fixture.stopAndCheckBalance();
    }
}
