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
    public void play(ScenarioRun scene) {
        scene.world().deleteQueue();
        WorkerProcess worker = scene.crew().launch("worker", Map.of());
        scene.awaitThat("a receive", () -> !scene.requests().points().isEmpty());
        Instant asked = ScenarioRun.now();
        scene.pass(scene.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(4)));
        Instant made = ScenarioRun.now();
        scene.add(ScenarioFigure.holds(
                "goes on without its queue", worker.exitCode().isEmpty()));
        scene.add(ScenarioFigure.holds("is not ready meanwhile", !worker.isReady()));
        if (asked.plus(FIRST_SECONDS).isBefore(made)) {
            scene.add(ScenarioFigure.atMost(
                    "requests a second meanwhile", scene.requests().perSecond(asked.plus(FIRST_SECONDS), made), 1));
        }
        scene.world().createQueue();
        scene.send(scene.scale().events(300, 60));
        scene.awaitThat("readiness", worker::isReady);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.conclude();
    }
}
