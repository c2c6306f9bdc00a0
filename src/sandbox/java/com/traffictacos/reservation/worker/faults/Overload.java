package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.ServiceConditions;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Inventory answers everything, only slower the more it is asked: so many calls at a time, each in 40 ms, and the others
 * wait.
 */
record Overload(int parallel) implements Scenario {

    static final Duration PER_CALL = Duration.ofMillis(40);

    /** What the worker waits for an answer of inventory by default. */
    static final Duration DEADLINE = Duration.ofMillis(250);

    /** For the worker to find the service's limit. */
    static final Duration SETTLING_IN = Duration.ofSeconds(10);

    static final double WANTED_OF_CAPACITY = 0.9;
    static final double LATE_ALLOWED = 0.05;

    /** Workers in a pool by default. A service that takes as many calls at a time is not what bounds the pool. */
    private static final int POOL = 20;

    private static final Duration TO_FULL_WIDTH = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "overload-" + parallel;
    }

    @Override
    public void play(ScenarioRun run) {
        double settled = settledPerSecond(run, true);
        if (run.scale().checksSpeed()) {
            run.add(ScenarioFigure.atLeast(
                    "settled a second, over what the service can do", settled / capacity(run), WANTED_OF_CAPACITY));
        }
        run.conclude();
    }

    private double capacity(ScenarioRun run) {
        if (parallel < POOL) {
            return perSecond(parallel);
        }
        try (ScenarioRun beside = run.beside("without-limit")) {
            return settledPerSecond(beside, false);
        }
    }

    /** What a service of that many places can do in a second. */
    static double perSecond(int parallel) {
        return parallel * 1e9 / PER_CALL.toNanos();
    }

    private double settledPerSecond(ScenarioRun run, boolean limited) {
        Duration time = run.scale().time(Duration.ofSeconds(30), Duration.ofSeconds(3));
        ServiceConditions inventory = run.world().inventory().conditions();
        // One call of inventory for each event.
        run.send((int) (Math.min(perSecond(parallel), 400) * time.toSeconds() * 1.2), ReservationScript.IS_PAID);
        if (limited) {
            inventory.setCapacity(parallel, PER_CALL);
        } else {
            inventory.setLatency(PER_CALL);
        }
        WorkerProcess worker = run.start();
        run.awaitDeleted(1);
        Instant checked = run.scale().checksSpeed() ? ScenarioRun.now().plus(SETTLING_IN) : ScenarioRun.now();
        run.pass(time);
        Instant end = ScenarioRun.now();
        run.addSpeed(late(run, checked, end));
        inventory.setLatency(PER_CALL);
        inventory.setUnlimited();
        addFullWidth(run, worker);
        inventory.setLatency(Duration.ZERO);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        return run.deletes().perSecond(checked, end);
    }

    /** Adds how long it takes until the worker makes as many calls at a time as it has workers. */
    static void addFullWidth(ScenarioRun run, WorkerProcess worker) {
        Duration wide = run.timeUntil("full width", ScenarioRun.TIMEOUT, () -> limit(worker) >= POOL);
        run.addSpeed(ScenarioFigure.atMost("back at full width", wide, TO_FULL_WIDTH));
    }

    private static double limit(WorkerProcess worker) {
        return worker.get("/metrics")
                .flatMap(text -> WorkerMetricsText.sum(text, "worker_concurrency_limit", "dependency=\"inventory\""))
                .orElse(0.0);
    }

    /** The share of calls that were not answered in time. */
    static ScenarioFigure late(ScenarioRun run, Instant from, Instant to) {
        List<AnsweredCall> calls = run.world().inventory().journal().calls().stream()
                .filter(call -> !call.at().isBefore(from) && call.at().isBefore(to))
                .toList();
        long late = calls.stream()
                .filter(call -> call.took().compareTo(DEADLINE) >= 0)
                .count();
        return ScenarioFigure.atMost(
                "share of calls past their deadline", calls.isEmpty() ? 1 : (double) late / calls.size(), LATE_ALLOWED);
    }
}
