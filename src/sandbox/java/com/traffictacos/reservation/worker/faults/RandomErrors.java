package com.traffictacos.reservation.worker.faults;

import java.time.Duration;

/** One call in twenty fails in a way that passes, in both services. */
record RandomErrors() implements Scenario {

    private static final double SHARE = 0.05;

    @Override
    public String name() {
        return "random-errors";
    }

    @Override
    public void play(ScenarioRun run) {
        run.setLatency(Duration.ofMillis(5));
        run.world().inventory().conditions().setFailureShare(SHARE);
        run.world().reservationApi().conditions().setFailureShare(SHARE);
        run.send(run.scale().events(5_000, 250));
        run.start();
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }
}
