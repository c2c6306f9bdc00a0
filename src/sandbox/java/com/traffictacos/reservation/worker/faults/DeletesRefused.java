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
    public void play(ScenarioRun run) {
        run.setLatency(Duration.ofMillis(10));
        run.send(run.scale().events(1_000, 100));
        run.world()
                .gateway()
                .faults()
                .inject(Rule.always(new EntryFailures(0.3, true, "InternalError"), "DeleteMessageBatch"));
        run.start();
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.atLeast(
                "deletes refused",
                run.world().gateway().journal().refusedEntries().size(),
                1));
        run.add(ScenarioFigure.exactly(
                "done events redelivered",
                run.world().gateway().ledger().totals().redeliveries(),
                0));
        run.conclude();
    }
}
