package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.ServiceConditions;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;

/** A service whose capacity changes while the worker runs: fast, two calls at a time, five, and fast again. */
record OverloadChanging() implements Scenario {

    @Override
    public String name() {
        return "overload-changing";
    }

    @Override
    public void play(ScenarioRun run) {
        ServiceConditions inventory = run.world().inventory().conditions();
        Duration time = run.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(3));
        inventory.setLatency(Overload.PER_CALL);
        run.send((int) (450 * time.toSeconds()), ReservationScript.IS_PAID);
        WorkerProcess worker = run.start();
        run.awaitDeleted(100);
        for (int parallel : new int[] {2, 5}) {
            inventory.setCapacity(parallel, Overload.PER_CALL);
            Instant checked = ScenarioRun.now().plus(run.scale().time(Overload.SETTLING_IN, Duration.ZERO));
            run.pass(time);
            Instant end = ScenarioRun.now();
            run.addSpeed(ScenarioFigure.atLeast(
                    "settled a second, over what " + parallel + " at a time can do",
                    run.deletes().perSecond(checked, end) / Overload.perSecond(parallel),
                    Overload.WANTED_OF_CAPACITY));
            run.addSpeed(Overload.late(run, checked, end));
        }
        inventory.setUnlimited();
        Overload.addFullWidth(run, worker);
        inventory.setLatency(Duration.ZERO);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }
}
