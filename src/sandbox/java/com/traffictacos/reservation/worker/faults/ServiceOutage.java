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

    /** For the messages in flight to fail, and for the circuit to open. */
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    private static final Duration SETTLED = Duration.ofSeconds(30);

    @Override
    public String name() {
        return service.label() + (refusing ? "-down" : "-unavailable");
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(1_000, 120);
        Duration outage = run.scale().time(Duration.ofSeconds(refusing ? 120 : 40), Duration.ofSeconds(4));
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(20));
        run.send(events);
        WorkerProcess worker = run.start();
        run.awaitDeleted(events / 5);
        end(world, false);
        Instant down = ScenarioRun.now();
        run.pass(outage);
        Instant up = ScenarioRun.now();
        String held = Service.heldUpBy(worker);
        long deadInOutage = world.deadLetterDepth().total();
        end(world, true);
        Duration settled = run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        Instant steady = down.plus(FIRST_SECONDS);
        if (steady.isBefore(up)) {
            run.add(ScenarioFigure.atMost(
                    "messages received a second while down", run.deliveries().perSecond(steady, up), 1));
            if (!refusing) {
                run.add(ScenarioFigure.atMost(
                        "calls a second while down", service.calls(world).perSecond(steady, up), 1));
            }
        }
        run.addSpeed(ScenarioFigure.atMost("settled after it is back", settled, SETTLED));
        run.add(ScenarioFigure.exactly("dead-lettered in the outage", deadInOutage, 0));
        service.addHeldUp(run, held);
        run.conclude();
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
