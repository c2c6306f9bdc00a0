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
    public void play(ScenarioRun run) {
        int events = run.scale().events(2_000, 150);
        int kills = run.scale().events(3, 1);
        // What a killed worker holds comes back when its visibility timeout ends.
        Map<String, String> settings = Map.of("SQS_VISIBILITY_TIMEOUT", "6");
        run.setLatency(Duration.ofMillis(20));
        run.send(events);
        for (int kill = 1; kill <= kills; kill++) {
            WorkerProcess worker = run.start(settings);
            run.awaitDeleted((long) events * kill / (kills + 1));
            run.workers().kill(worker);
        }
        run.start(settings);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.atLeast(
                "redelivered after a kill",
                run.world().gateway().ledger().totals().redeliveries(),
                1));
        run.conclude();
    }
}
