package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;

/** One event alone in the queue, whose change is answered with 503 for ever: its own failure, and no outage. */
record LoneMessageFails() implements Scenario {

    /** Five retries after 1, 2, 4, 8 and 16 s. */
    private static final Duration OF_ITS_RETRIES = Duration.ofSeconds(31);

    private static final Duration TIMEOUT = OF_ITS_RETRIES.plusSeconds(9);

    @Override
    public String name() {
        return "lone-message-fails";
    }

    @Override
    public void play(ScenarioRun run) {
        SandboxWorld world = run.world();
        WorkerProcess worker = run.start();
        run.send(1, ReservationScript.IS_PAID);
        String reservation = world.generator().expectations().getFirst().reservationId();
        world.reservationApi().conditions().setUnavailable(reservation, true);
        Duration dead = run.timeUntil(
                "dead letter", TIMEOUT, () -> world.deadLetterDepth().total() == 1);
        String held = Service.heldUpBy(worker);

        run.add(ScenarioFigure.atMost("dead-lettered after its retries", dead, TIMEOUT.minusMillis(100)));
        run.add(ScenarioFigure.exactly(
                "outages declared",
                worker.logLines().stream()
                        .filter(line -> line.contains("a service is down"))
                        .count(),
                0));
        run.add(new ScenarioFigure("held up by", held, "", held.isEmpty()));
        world.reservationApi().conditions().setUnavailable(reservation, false);
        run.addBooks(1);
    }
}
