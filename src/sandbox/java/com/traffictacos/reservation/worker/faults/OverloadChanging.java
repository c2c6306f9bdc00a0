package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.ServiceConditions;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;

/** A service whose capacity changes while the worker runs: fast, two calls at a time, five, and fast again. */
record OverloadChanging() implements Scenario {

    private static final double POOL = 20;
    private static final Duration TO_FULL_WIDTH = Duration.ofSeconds(10);

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
        Duration wide = run.timeUntil("full width", ScenarioRun.TIMEOUT, () -> limit(worker) >= POOL);
        run.addSpeed(ScenarioFigure.atMost("back at full width", wide, TO_FULL_WIDTH));
        inventory.setLatency(Duration.ZERO);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }

    private static double limit(WorkerProcess worker) {
        return worker.get("/metrics")
                .flatMap(text -> WorkerMetricsText.sum(text, "worker_concurrency_limit", "dependency=\"inventory\""))
                .orElse(0.0);
    }
}
