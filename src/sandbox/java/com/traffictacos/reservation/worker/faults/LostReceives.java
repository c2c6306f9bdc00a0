package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.SqsFault;
import com.traffictacos.reservation.worker.sandbox.SqsFaults.Rule;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The connection breaks before the answer to a receive: its messages are out of sight until their visibility ends. */
record LostReceives() implements Scenario {

    @Override
    public String name() {
        return "receive-answers-lost";
    }

    @Override
    public void play(ScenarioRun run) {
        run.setLatency(Duration.ofMillis(10));
        run.send(run.scale().events(1_000, 100));
        var lost = run.world()
                .gateway()
                .faults()
                .inject(new Rule(Set.of("ReceiveMessage"), 0.5, run.scale().events(10, 3), new SqsFault.LostAnswer()));
        run.start(Map.of("SQS_VISIBILITY_TIMEOUT", "5"));
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.atLeast("answers lost", lost.hits(), 1));
        run.conclude();
    }
}
