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
    public void play(ScenarioRun run) {
        int events = run.scale().events(2_000, 200);
        Map<String, String> settings = Map.of("SQS_VISIBILITY_TIMEOUT", "10");
        run.setLatency(Duration.ofMillis(20));
        WorkerProcess first = run.workers().start("first", settings);
        run.workers().start("second", settings);
        run.send(events);
        run.awaitDeleted(events / 3);
        run.workers().kill(first);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }
}
