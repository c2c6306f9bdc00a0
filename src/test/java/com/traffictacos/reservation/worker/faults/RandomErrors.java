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
    public void play(ScenarioRun scene) {
        scene.setLatency(Duration.ofMillis(5));
        scene.world().inventory().conditions().setFailureShare(SHARE);
        scene.world().reservationApi().conditions().setFailureShare(SHARE);
        scene.send(scene.scale().events(5_000, 250));
        scene.start();
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.conclude();
    }
}
