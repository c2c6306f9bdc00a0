package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.SqsFault.EntryFailures;
import com.traffictacos.reservation.worker.sandbox.SqsFaults.Rule;
import java.time.Duration;

/** Of the entries of batch deletes three in ten fail, each once. */
record DeletesRefused() implements Scenario {

    @Override
    public String name() {
        return "deletes-refused";
    }

    @Override
    public void play(ScenarioRun scene) {
        scene.setLatency(Duration.ofMillis(10));
        scene.send(scene.scale().events(1_000, 100));
        scene.world()
                .gateway()
                .faults()
                .inject(Rule.always(new EntryFailures(0.3, true, "InternalError"), "DeleteMessageBatch"));
        scene.start();
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.add(ScenarioFigure.atLeast(
                "deletes refused",
                scene.world().gateway().journal().refusedEntries().size(),
                1));
        scene.add(ScenarioFigure.exactly(
                "done events redelivered",
                scene.world().gateway().ledger().totals().redeliveries(),
                0));
        scene.conclude();
    }
}
