package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.List;

/** An operator purges the queue: messages in work are gone, and their receipt handles mean nothing any more. */
record QueuePurged() implements Scenario {

    @Override
    public String name() {
        return "queue-purged";
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(500, 100);
        scene.setLatency(Duration.ofMillis(100));
        scene.send(events);
        WorkerProcess worker = scene.start();
        scene.awaitDeleted(events / 5);
        scene.world().purgeQueue();
        int before = scene.world().generator().expectations().size();
        scene.send(events);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);

        List<Expectation> all = scene.world().generator().expectations();
        scene.add(ScenarioFigure.holds("goes on", worker.exitCode().isEmpty() && worker.isReady()));
        scene.addWrong(scene.world()
                .check()
                .check(all.subList(before, all.size()), scene.world().deadLetters()));
        scene.addBalance();
    }
}
