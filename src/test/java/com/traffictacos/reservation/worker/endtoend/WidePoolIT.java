package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pool that is wider than the default has its threads from the first event on, and some to spare for deletes. */
class WidePoolIT {

    private static final int POOL = 120;

    /** The server's own tuning would add sixteen threads each 1.5 s: not enough of them within one call. */
    private static final Duration CALL = Duration.ofSeconds(5);

    @Test
    void worksOnAsManyEventsAsThereAreWorkers() {
        SandboxWorld world = SandboxWorld.start();
        world.inventory().conditions().setLatency("ReleaseHold", CALL);
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 7), POOL);
        try (WorkerFixture fixture = WorkerFixture.open(
                "wide-pool",
                world,
                Map.of("WORKER_CONCURRENCY", String.valueOf(POOL), "INVENTORY_TIMEOUT_MS", "30000"))) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(2));
            assertThat(world.findings().wrong()).isEmpty();
            assertThat(mostAtOnce(world.inventory().journal().calls())).isEqualTo(POOL);
            fixture.stopAndCheckBalance();
        }
    }

    private static long mostAtOnce(List<AnsweredCall> calls) {
        return calls.stream()
                .map(AnsweredCall::at)
                .mapToLong(moment ->
                        calls.stream().filter(call -> isUnderWay(call, moment)).count())
                .max()
                .orElse(0);
    }

    private static boolean isUnderWay(AnsweredCall call, Instant moment) {
        return !call.at().isAfter(moment) && call.at().plus(call.took()).isAfter(moment);
    }
}
