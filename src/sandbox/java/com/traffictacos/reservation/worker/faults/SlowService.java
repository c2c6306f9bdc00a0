package com.traffictacos.reservation.worker.faults;

import java.time.Duration;

/** One service takes longer than the worker waits for it, for a while. */
record SlowService(Service service) implements Scenario {

    private static final Duration SETTLED = Duration.ofSeconds(30);

    @Override
    public String name() {
        return service.label() + "-slow";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(800, 100);
        Duration normal = Duration.ofMillis(20);
        // Beyond the default time limits: 250 ms for inventory, 2 s for the reservation API.
        Duration slow = service == Service.INVENTORY ? Duration.ofSeconds(1) : Duration.ofMillis(2_500);
        run.setLatency(normal);
        run.send(events);
        run.start();
        run.awaitDeleted(events / 4);
        service.conditions(run.world()).setLatency(slow);
        run.pass(run.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(4)));
        service.conditions(run.world()).setLatency(normal);
        Duration settled = run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.addSpeed(ScenarioFigure.atMost("settled after it is fast again", settled, SETTLED));
        run.conclude();
    }
}
