package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.pipeline.process.UnfinishedDeliveries;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import com.traffictacos.reservation.worker.sandbox.WorldCheck;
import java.time.Duration;
import java.util.Map;

/** One event among good ones ends the process that works on it, each time. */
record KillsItsProcess() implements Scenario {

    private static final int MOST = 8;

    @Override
    public String name() {
        return "event-kills-its-process";
    }

    @Override
    public void play(ScenarioRun run) {
        SandboxWorld world = run.world();
        // What a killed worker holds comes back when its visibility timeout ends.
        Map<String, String> settings = Map.of("SQS_VISIBILITY_TIMEOUT", "6");
        run.setLatency(Duration.ofMillis(50));
        // Its handler tries again and again for some seconds, so that a kill finds it at work.
        world.reservationApi().conditions().setLatency("PATCH", Duration.ofMillis(500));
        run.send(1, ReservationScript.IS_PAID);
        String killer = world.generator().expectations().getFirst().reservationId();
        world.reservationApi().conditions().setUnavailable(killer, true);
        run.send(run.scale().events(300, 60));
        int kills = 0;
        while (kills < MOST && !isDead(world)) {
            WorkerProcess worker = run.start(settings);
            int calls = calls(world, killer);
            run.awaitThat("the event's processing, or its end", () -> calls(world, killer) > calls || isDead(world));
            if (!isDead(world)) {
                run.workers().kill(worker);
                kills++;
            }
        }
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        run.add(ScenarioFigure.exactly("processes that it ended", kills, UnfinishedDeliveries.MAX_DEATHS));
        WorldCheck.Findings findings = world.findings();
        run.addWrong(new WorldCheck.Findings(
                findings.checked(),
                findings.wrong().stream()
                        .filter(wrong -> !wrong.contains(killer))
                        .toList()));
        run.addBooks(1);
    }

    private static boolean isDead(SandboxWorld world) {
        return world.deadLetterDepth().total() > 0;
    }

    private static int calls(SandboxWorld world, String reservation) {
        return world.reservationApi().journal().calls(reservation).size();
    }
}
