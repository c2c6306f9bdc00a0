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
    public void play(ScenarioRun run) {
        int events = run.scale().events(100, 40);
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(10));
        world.reservationApi().conditions().setUnavailable(true);
        run.send(events, ReservationScript.IS_PAID);
        run.start(Map.of("MAX_RETRIES", Integer.toString(maxRetries), "WORKER_CONCURRENCY", "2"));
        run.pass(run.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(5)));
        world.reservationApi().conditions().setUnavailable(false);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }
}
