package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The worker is deployed before its queue is. */
record QueueComesLate() implements Scenario {

    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "queue-comes-late";
    }

    @Override
    public void play(ScenarioRun run) {
        run.world().deleteQueue();
        WorkerProcess worker = run.workers().launch("worker", Map.of());
        run.awaitThat("a receive", () -> !run.requests().points().isEmpty());
        Instant asked = ScenarioRun.now();
        run.pass(run.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(4)));
        Instant made = ScenarioRun.now();
        run.add(ScenarioFigure.holds(
                "goes on without its queue", worker.exitCode().isEmpty()));
        run.add(ScenarioFigure.holds("is not ready meanwhile", !worker.isReady()));
        if (asked.plus(FIRST_SECONDS).isBefore(made)) {
            run.add(ScenarioFigure.atMost(
                    "requests a second meanwhile", run.requests().perSecond(asked.plus(FIRST_SECONDS), made), 1));
        }
        run.world().createQueue();
        run.send(run.scale().events(300, 60));
        run.awaitThat("readiness", worker::isReady);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }
}
