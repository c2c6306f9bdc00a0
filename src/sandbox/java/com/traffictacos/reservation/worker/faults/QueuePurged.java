package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.List;

/** An operator purges the queue: messages in flight are gone, and their receipt handles mean nothing any more. */
record QueuePurged() implements Scenario {

    @Override
    public String name() {
        return "queue-purged";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(500, 100);
        run.setLatency(Duration.ofMillis(100));
        run.send(events);
        WorkerProcess worker = run.start();
        run.awaitDeleted(events / 5);
        run.world().purgeQueue();
        int before = run.world().generator().expectations().size();
        run.send(events);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        List<Expectation> all = run.world().generator().expectations();
        run.add(ScenarioFigure.holds("goes on", worker.exitCode().isEmpty() && worker.isReady()));
        run.addWrong(run.world()
                .check()
                .check(all.subList(before, all.size()), run.world().deadLetters()));
        run.addBalance();
    }
}
