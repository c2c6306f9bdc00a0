package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services that fail now and then cost time and nothing else. */
class TransientFailureIT {

    private static final int EVENTS = 400;

    @Test
    void losesNothingWhenServicesFailNowAndThen() {
        SandboxWorld world = SandboxWorld.start();
        world.inventory().conditions().setFailureShare(0.2);
        world.reservationApi().conditions().setFailureShare(0.2);
        world.generator().send(new ReservationGenerator(EventMix.burst(), 31), EVENTS);
        try (WorkerFixture fixture = WorkerFixture.open("transient-failure", world, Map.of("MAX_RETRIES", "15"))) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(4));

            assertThat(world.inventory().journal().calls())
                    .anyMatch(call -> call.answer().equals("UNAVAILABLE"));
            assertThat(world.reservationApi().journal().calls())
                    .anyMatch(call -> call.answer().equals("503"));
            assertThat(fixture.counted("retried")).isPositive();
            assertThat(world.findings().wrong()).isEmpty();
            assertThat(world.deadLetterDepth().total()).isZero();
            assertThat(world.gateway().ledger().totals().deleted()).isEqualTo(EVENTS);
            fixture.stopAndCheckBalance();
        }
    }
}
