package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.Map;

/** SIGKILL three times in a burst, and a new start each time. */
record KilledInBurst() implements Scenario {

    @Override
    public String name() {
        return "sigkill";
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(2_000, 150);
        int kills = scene.scale().events(3, 1);
        // What a killed worker holds comes back when its visibility timeout ends.
        Map<String, String> settings = Map.of("SQS_VISIBILITY_TIMEOUT", "6");
        scene.setLatency(Duration.ofMillis(20));
        scene.send(events);
        for (int kill = 1; kill <= kills; kill++) {
            WorkerProcess worker = scene.start(settings);
            scene.awaitDeleted((long) events * kill / (kills + 1));
            scene.crew().kill(worker);
        }
        scene.start(settings);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.add(ScenarioFigure.atLeast(
                "redelivered after a kill",
                scene.world().gateway().ledger().totals().redeliveries(),
                1));
        scene.conclude();
    }
}
