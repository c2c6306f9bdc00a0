package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.util.Map;

/** A real outage meets a worker that is allowed few retries, with few workers: no good event may be dead-lettered. */
record FewRetriesInOutage(int maxRetries) implements Scenario {

    @Override
    public String name() {
        return "outage-max-retries-" + maxRetries;
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(100, 40);
        SandboxWorld world = scene.world();
        scene.setLatency(Duration.ofMillis(10));
        world.reservationApi().conditions().setUnavailable(true);
        scene.send(events, ReservationScript.IS_PAID);
        scene.start(Map.of("MAX_RETRIES", Integer.toString(maxRetries), "WORKER_CONCURRENCY", "2"));
        scene.pass(scene.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(5)));
        world.reservationApi().conditions().setUnavailable(false);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.conclude();
    }
}
