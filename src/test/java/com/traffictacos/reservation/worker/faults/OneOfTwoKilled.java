package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.Map;

/** Two workers share a burst, and one of them is killed. */
record OneOfTwoKilled() implements Scenario {

    @Override
    public String name() {
        return "one-of-two-killed";
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(2_000, 200);
        Map<String, String> settings = Map.of("SQS_VISIBILITY_TIMEOUT", "10");
        scene.setLatency(Duration.ofMillis(20));
        WorkerProcess first = scene.crew().start("first", settings);
        scene.crew().start("second", settings);
        scene.send(events);
        scene.awaitDeleted(events / 3);
        scene.crew().kill(first);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.conclude();
    }
}
