package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import jakarta.json.JsonObject;
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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Dead letters of four reasons, two workers, redrives by both, and one of them killed: 200 dead letters, or 1,000 with {@code
 * -Dit.exhaustive=true}, and then the other worker also brings to an end what the killed one began.
 */
@TestMethodOrder(OrderAnnotation.class)
class RedriveIT {

    private static final String TOKEN = OperatorToken.VALUE;
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("it.exhaustive");
    private static final int DEAD_LETTERS = EXHAUSTIVE ? 1_000 : 200;
    private static final int OF_EACH = DEAD_LETTERS / Poison.Kind.values().length;

    private static WorkerFixture fixture;
    private static WorkerProcess other;
    private static AdminClient here;
    private static AdminClient there;

    @BeforeAll
    static void start() {
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(DEAD_LETTERS);
        // What a killed worker had in flight comes back soon.
        Map<String, String> settings =
                Map.of("ADMIN_TOKEN", TOKEN, "CONSOLE_ENABLED", "true", "SQS_VISIBILITY_TIMEOUT", "6");
        Map<String, String> all = WorkerFixture.settings(world, settings);
        other = WorkerInstall.named("redrive-there").start(all);
        fixture = WorkerFixture.open("redrive-here", world, settings);
        other.awaitReady(Duration.ofMinutes(2));
        here = new AdminClient(fixture.worker().http(), TOKEN);
        there = new AdminClient(other.http(), TOKEN);
    }

    @AfterAll
    static void close() {
        here.close();
        there.close();
        other.close();
        fixture.close();
    }

    @Test
    @Order(1)
    void changesNothingInADryRun() {
        JsonObject dryRun = dryRun(Poison.Kind.OUTLASTED);

        assertThat(dryRun.getInt("matched")).isEqualTo(OF_EACH);
        assertThat(dryRun.getJsonObject("by_reason")).hasToString("{\"retries_exhausted\":" + OF_EACH + "}");
        assertThat(dryRun.getJsonObject("scan").getBoolean("complete")).isTrue();
        assertThat(fixture.world().deadLetterDepth().waiting()).isEqualTo(DEAD_LETTERS);
        assertThat(fixture.world().depth().total()).isZero();
        assertThat(calls()).isEmpty();
    }

    @Test
    @Order(2)
    void movesExactlyOneReasonThoughTwoWorkersDoIt() {
        String order = confirmed(here, Poison.Kind.OUTLASTED, 1_000);
        String jobHere = here.post("/admin/dead-letters/redrive", order, 202).getString("id");
        String jobThere = there.post("/admin/dead-letters/redrive", order, 202).getString("id");
        JsonObject endHere = here.awaitJob(jobHere);
        JsonObject endThere = there.awaitJob(jobThere);

        assertThat(endHere.getInt("done") + endThere.getInt("done")).isEqualTo(OF_EACH);
        fixture.awaitEmptyQueue(Duration.ofMinutes(1));
        assertThat(wrong(Poison.Kind.OUTLASTED)).isEmpty();
        assertThat(fixture.world().gateway().ledger().totals().sent())
                .as("messages sent to the queue")
                .isEqualTo(OF_EACH);
        assertThat(here.get("/admin/dead-letters/summary?refresh=true").getJsonObject("by_reason"))
                .hasToString("{\"invalid_field\":%1$d,\"paid_but_not_held\":%1$d,\"unknown\":%1$d}".formatted(OF_EACH));
    }

    @Test
    @Order(3)
    void losesNothingWhenTheRedrivingWorkerIsKilled() {
        String job = here.post("/admin/dead-letters/redrive", confirmed(here, Poison.Kind.MOVED, 50), 202)
                .getString("id");
        await().pollInterval(Duration.ofMillis(50))
                .until(() -> here.get("/admin/jobs/" + job).getInt("done") >= OF_EACH / 5);
        fixture.worker().kill();
        int left = fixture.world().deadLetterDepth().total() - 2 * OF_EACH;
        assertThat(left).isPositive();

        await().atMost(Duration.ofMinutes(2))
                .until(() -> fixture.world().depth().total() == 0);

        assertThat(settled(Poison.Kind.MOVED) + left)
                .as("each is settled, or still a dead letter; one that was sent and not deleted may be both")
                .isBetween((long) OF_EACH, OF_EACH + 10L);
        assertThat(wrong(Poison.Kind.OUTLASTED)).isEmpty();
    }

    @Test
    @Order(4)
    @EnabledIfSystemProperty(named = "it.exhaustive", matches = "true")
    void bringsToAnEndWhatAKilledWorkerBegan() {
        // What the dead worker held comes back within half a minute.
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    String order = confirmed(there, Poison.Kind.MOVED, 1_000);
                    there.awaitJob(there.post("/admin/dead-letters/redrive", order, 202)
                            .getString("id"));
                    return fixture.world().deadLetterDepth().total() == 2 * OF_EACH;
                });

        await().atMost(Duration.ofMinutes(2))
                .until(() -> fixture.world().depth().total() == 0);
        assertThat(wrong(Poison.Kind.MOVED)).isEmpty();
        assertThat(there.get("/admin/dead-letters/summary?refresh=true").getJsonObject("by_reason"))
                .hasToString("{\"invalid_field\":%1$d,\"paid_but_not_held\":%1$d}".formatted(OF_EACH));
    }

    private static long settled(Poison.Kind kind) {
        return fixture.world().poison().expectations(kind).stream()
                .filter(expectation -> fixture.world()
                        .check()
                        .check(List.of(expectation), List.of())
                        .wrong()
                        .isEmpty())
                .count();
    }

    private static JsonObject dryRun(Poison.Kind kind) {
        return here.post("/admin/dead-letters/dry-run", "{\"selection\":" + selection(kind) + "}", 200);
    }

    /** What a redrive takes after its dry run, whose number has to be given if there are more than 20. */
    private static String confirmed(AdminClient operator, Poison.Kind kind, int rate) {
        JsonObject dryRun =
                operator.post("/admin/dead-letters/dry-run", "{\"selection\":" + selection(kind) + "}", 200);
        return "{\"selection\":%s,\"dry_run_token\":\"%s\",\"confirm\":\"%s\",\"rate_per_second\":%d}"
                .formatted(selection(kind), dryRun.getString("dry_run_token"), dryRun.getString("confirm", ""), rate);
    }

    private static String selection(Poison.Kind kind) {
        return "{\"reasons\":[\"" + kind.word() + "\"]}";
    }

    private static List<String> wrong(Poison.Kind kind) {
        List<Expectation> expectations = fixture.world().poison().expectations(kind);
        assertThat(expectations).hasSize(OF_EACH);
        return fixture.world().check().check(expectations, List.of()).wrong();
    }

    private static Stream<AnsweredCall> calls() {
        return Stream.concat(
                fixture.world().inventory().journal().calls().stream(),
                fixture.world().reservationApi().journal().calls().stream());
    }
}
