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

    /** For what is in work to be refused. */
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    /** Refused before it is known that everything is. */
    private static final double DEAD_ALLOWED = 10;

    @Override
    public String name() {
        return service.label() + "-refuses-everything";
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(600, 120);
        SandboxWorld world = scene.world();
        scene.setLatency(Duration.ofMillis(20));
        scene.send(events, ReservationScript.IS_PAID);
        WorkerProcess worker = scene.start();
        scene.awaitDeleted(events / 5);
        service.conditions(world).setRefusing(true);
        Instant begun = ScenarioRun.now();
        scene.pass(scene.scale().time(Duration.ofSeconds(30), FIRST_SECONDS.plusSeconds(5)));
        Instant end = ScenarioRun.now();
        String held = Service.heldUpBy(worker);
        service.conditions(world).setRefusing(false);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);

        scene.add(ScenarioFigure.atMost(
                "messages received a second while refused",
                scene.deliveries().perSecond(begun.plus(FIRST_SECONDS), end),
                1));
        scene.add(ScenarioFigure.atMost("dead-lettered", world.deadLetterDepth().total(), DEAD_ALLOWED));
        service.addHeldUp(scene, held);
        scene.addNothingLost();
        scene.addBalance();
    }
}
