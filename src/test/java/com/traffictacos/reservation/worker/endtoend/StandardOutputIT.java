package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log that nobody reads, or whose reader has gone, costs log lines and nothing else. */
class StandardOutputIT {

    /** Some 2 MB of log; a pipe holds 64 KiB. */
    private static final int EVENTS = 6_000;

    @Test
    void settlesEveryEventAndStopsAlthoughNobodyReadsTheLog() {
        SandboxWorld world = SandboxWorld.start();
        try (WorkerFixture fixture = WorkerFixture.openUnread("log-unread", world, Map.of())) {
            world.generator().send(new ReservationGenerator(EventMix.burst(), 16), EVENTS);
            fixture.awaitEmptyQueue(Duration.ofMinutes(2));

            assertSettled(fixture);
            String metrics = fixture.worker().get("/metrics").orElse("");
            assertThat(WorkerMetricsText.sum(metrics, "worker_log_lines_dropped_total", ""))
                    .hasValueSatisfying(dropped -> assertThat(dropped).isPositive());
            assertThat(fixture.worker().stop()).as("exit code").isIn(0, 143);
        }
    }

    @Test
    void settlesEveryEventAndStopsAlthoughThePipeIsClosed() {
        SandboxWorld world = SandboxWorld.start();
        world.generator().send(new ReservationGenerator(EventMix.burst(), 17), EVENTS);
        try (WorkerFixture fixture = WorkerFixture.openUnread("log-closed", world, Map.of())) {
            fixture.worker().closeOutput();
            fixture.awaitEmptyQueue(Duration.ofMinutes(2));

            assertSettled(fixture);
            assertThat(fixture.worker().stop()).as("exit code").isIn(0, 143);
        }
    }

    private static void assertSettled(WorkerFixture fixture) {
        assertThat(fixture.world().findings().wrong()).isEmpty();
        assertThat(fixture.counted("success") + fixture.counted("skipped") + fixture.counted("ignored"))
                .isEqualTo(EVENTS);
    }
}
