package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every rule of the contract for event bodies broken in turn, each broken body among good neighbours. */
class BadInputIT {

    private static final List<BrokenBody> BROKEN = BrokenBody.all();

    private static WorkerFixture fixture;
    private static List<DeadLetter> deadLetters;

    @BeforeAll
    static void takeThemAll() {
        SandboxWorld world = SandboxWorld.start();
        ReservationGenerator stories = new ReservationGenerator(EventMix.burst(), 21);
        for (BrokenBody broken : BROKEN) {
            world.generator().send(stories, 2);
            world.generator().sendBody(broken.body());
        }
        fixture = WorkerFixture.open("bad-input", world, Map.of());
        fixture.awaitEmptyQueue(Duration.ofMinutes(3));
        deadLetters = world.deadLetters();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void deadLettersEachUntouchedWithItsReason() {
        assertThat(byBody(deadLetters, DeadLetter::body, DeadLetter::reason))
                .isEqualTo(byBody(
                        BROKEN, BrokenBody::body, broken -> broken.reason().word()));
    }

    /** Some rules are broken by the same text, so that a body may stand for several dead letters. */
    private static <T> Map<String, List<String>> byBody(
            List<T> all, Function<T, String> body, Function<T, String> reason) {
        return all.stream().collect(Collectors.groupingBy(body, Collectors.mapping(reason, Collectors.toList())));
    }

    @Test
    void deadLettersEachAfterOneDelivery() {
        SqsLedger.Totals totals = fixture.world().gateway().ledger().totals();
        assertThat(totals.redeliveries()).isZero();
        assertThat(totals.sent()).isEqualTo(BROKEN.size());
        assertThat(deadLetters).allSatisfy(deadLetter -> {
            assertThat(deadLetter.attributes()).containsEntry("attempts", "1");
            assertThat(deadLetter.attributes().get("original_message_id")).isNotBlank();
            assertThat(deadLetter.attributes().get("failure_detail"))
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(1_024);
            assertThat(Instant.parse(deadLetter.attributes().get("failed_at")))
                    .isBefore(Instant.now().plusSeconds(1));
        });
    }

    @Test
    void settlesTheNeighboursAllTheSame() {
        assertThat(fixture.world()
                        .check()
                        .check(fixture.world().generator().expectations(), List.of())
                        .wrong())
                .isEmpty();
        assertThat(fixture.counted("invalid_payload")).isEqualTo(BROKEN.size());
    }

    /** Payments are named in bodies and nowhere in the log. */
    @Test
    void writesNoBodyIntoTheLog() {
        assertThat(fixture.worker().logLines().stream().filter(line -> line.contains("pay_rsv")))
                .isEmpty();
    }
}
