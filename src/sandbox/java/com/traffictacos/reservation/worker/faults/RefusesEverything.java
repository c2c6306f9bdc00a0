package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;

/**
 * One service refuses everything for good in the middle of a burst, as it does with a wrong base path or an expired
 * token: 401 or UNIMPLEMENTED.
 */
record RefusesEverything(Service service) implements Scenario {

    /** For what is in flight to be refused. */
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    /** Refused before it is known that everything is. */
    private static final double DEAD_ALLOWED = 10;

    @Override
    public String name() {
        return service.label() + "-refuses-everything";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(600, 120);
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(20));
        run.send(events, ReservationScript.IS_PAID);
        WorkerProcess worker = run.start();
        run.awaitDeleted(events / 5);
        service.conditions(world).setRefusing(true);
        Instant begun = ScenarioRun.now();
        run.pass(run.scale().time(Duration.ofSeconds(30), FIRST_SECONDS.plusSeconds(5)));
        Instant end = ScenarioRun.now();
        String held = Service.heldUpBy(worker);
        service.conditions(world).setRefusing(false);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        run.add(ScenarioFigure.atMost(
                "messages received a second while refused",
                run.deliveries().perSecond(begun.plus(FIRST_SECONDS), end),
                1));
        run.add(ScenarioFigure.atMost("dead-lettered", world.deadLetterDepth().total(), DEAD_ALLOWED));
        service.addHeldUp(run, held);
        run.addNothingLost();
        run.addBalance();
    }
}
