package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker that is frozen past its leases, while another one takes its messages, and then goes on. */
class FrozenWorkerIT {

    private static final int EVENTS = 400;
    private static final Map<String, String> SETTINGS = Map.of("SQS_VISIBILITY_TIMEOUT", "3");

    @Test
    void meddlesWithNoMessageThatAnotherWorkerHasTaken() {
        SandboxWorld world = SandboxWorld.start();
        world.inventory().conditions().setLatency(Duration.ofMillis(300));
        world.reservationApi().conditions().setLatency(Duration.ofMillis(300));
        world.generator().send(new ReservationGenerator(EventMix.burst(), 18), EVENTS);
        try (WorkerFixture fixture = WorkerFixture.open("frozen", world, SETTINGS);
                WorkerProcess other =
                        WorkerInstall.named("not-frozen").start(WorkerFixture.settings(world, SETTINGS))) {
            WorkerProcess frozen = fixture.worker();
            await().atMost(Duration.ofMinutes(1)).until(() -> fixture.counted("success") > 10);
            frozen.freeze();
            try {
                // Everything that the frozen one holds comes to the other one, and is settled there.
                other.awaitReady(Duration.ofMinutes(2));
                fixture.awaitEmptyQueue(Duration.ofMinutes(2));
            } finally {
                frozen.thaw();
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> gauge(frozen, "worker_active_tasks") == 0);

            assertThat(world.findings().wrong()).isEmpty();
            assertThat(world.deadLetters()).isEmpty();
            assertThat(world.depth().total()).isZero();
            // What was in a call when it froze ends as a lost lease, without a request that another worker could feel.
            // A delete of a message whose work is done may have been on its way, and the queue may refuse it.
            assertThat(settleFailures(frozen, "change_visibility")).isZero();
            assertThat(settleFailures(frozen, "send_to_dead_letter_queue")).isZero();
            assertThat(gauge(frozen, "worker_retries_total")).isPositive();
            fixture.stopAndCheckBalance();
        }
    }

    private static double settleFailures(WorkerProcess worker, String action) {
        return figure(worker, "worker_settle_failures_total", "action=\"" + action + "\"");
    }

    private static double gauge(WorkerProcess worker, String name) {
        return figure(worker, name, "");
    }

    private static double figure(WorkerProcess worker, String name, String label) {
        return worker.get("/metrics")
                .flatMap(text -> WorkerMetricsText.sum(text, name, label))
                .orElse(-1.0);
    }
}
