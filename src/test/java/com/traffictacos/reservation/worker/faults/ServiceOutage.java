package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;

/**
 * One service is down in the middle of a burst.
 *
 * @param refusing whether its port is closed; otherwise it answers that it is not available
 */
record ServiceOutage(Service service, boolean refusing) implements Scenario {

    /** For the messages in hand to fail, and for the circuit to open. */
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    private static final Duration SETTLED = Duration.ofSeconds(30);

    @Override
    public String name() {
        return service.label() + (refusing ? "-down" : "-unavailable");
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(1_000, 120);
        Duration outage = scene.scale().time(Duration.ofSeconds(refusing ? 120 : 40), Duration.ofSeconds(4));
        SandboxWorld world = scene.world();
        scene.setLatency(Duration.ofMillis(20));
        scene.send(events);
        WorkerProcess worker = scene.start();
        scene.awaitDeleted(events / 5);
        end(world, false);
        Instant down = ScenarioRun.now();
        scene.pass(outage);
        Instant up = ScenarioRun.now();
        String held = Service.heldUpBy(worker);
        long deadInOutage = world.deadLetterDepth().total();
        end(world, true);
        Duration settled = scene.awaitEmptyQueue(ScenarioRun.PATIENCE);

        Instant steady = down.plus(FIRST_SECONDS);
        if (steady.isBefore(up)) {
            scene.add(ScenarioFigure.atMost(
                    "messages received a second while down", scene.deliveries().perSecond(steady, up), 1));
            if (!refusing) {
                scene.add(ScenarioFigure.atMost(
                        "calls a second while down", service.calls(world).perSecond(steady, up), 1));
            }
        }
        scene.addSpeed(ScenarioFigure.atMost("settled after it is back", settled, SETTLED));
        scene.add(ScenarioFigure.exactly("dead-lettered in the outage", deadInOutage, 0));
        service.addHeldUp(scene, held);
        scene.conclude();
    }

    private void end(SandboxWorld world, boolean over) {
        if (!refusing) {
            service.conditions(world).setUnavailable(!over);
        } else if (over) {
            service.comeUp(world);
        } else {
            service.goDown(world);
        }
    }
}
