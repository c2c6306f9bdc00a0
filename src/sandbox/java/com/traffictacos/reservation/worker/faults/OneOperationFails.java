package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;

/** Every change of a reservation is answered with 503 for a while; reads are answered as ever. */
record OneOperationFails() implements Scenario {

    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "one-operation-fails";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(600, 120);
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(20));
        run.send(events);
        WorkerProcess worker = run.start();
        run.awaitDeleted(events / 5);
        world.reservationApi().conditions().setOperationUnavailable("PATCH", true);
        Instant down = ScenarioRun.now();
        run.pass(run.scale().time(Duration.ofSeconds(40), FIRST_SECONDS.plusSeconds(5)));
        Instant up = ScenarioRun.now();
        String held = Service.heldUpBy(worker);
        long dead = world.deadLetterDepth().total();
        world.reservationApi().conditions().setOperationUnavailable("PATCH", false);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        Timeline changes = Timeline.of(world.reservationApi().journal().calls().stream()
                .filter(call -> call.operation().equals("PATCH"))
                .map(AnsweredCall::at));
        run.add(ScenarioFigure.atMost(
                "changes a second while they fail", changes.perSecond(down.plus(FIRST_SECONDS), up), 1));
        run.add(ScenarioFigure.exactly("dead-lettered meanwhile", dead, 0));
        Service.RESERVATION_API.addHeldUp(run, held);
        run.conclude();
    }
}
