package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ConnectionForwarder;
import com.traffictacos.reservation.worker.sandbox.InventoryStandIn;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import java.time.Duration;
import java.util.Map;

/**
 * Inventory is one address with two pods behind it. The worker's first connection is to one that answers every call with
 * UNAVAILABLE; the other one is sound.
 */
record BrokenPod(boolean lone) implements Scenario {

    private static final Duration LEFT = Duration.ofSeconds(30);

    @Override
    public String name() {
        return lone ? "inventory-pod-broken-lone-message" : "inventory-pod-broken";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = lone ? 1 : run.scale().events(600, 100);
        run.setLatency(Duration.ofMillis(20));
        run.send(events, ReservationScript.IS_PAID);
        try (InventoryStandIn broken = InventoryStandIn.start(0, run.seed());
                ConnectionForwarder service = ConnectionForwarder.to(broken.port())) {
            broken.conditions().setUnavailable(true);
            run.start(Map.of("INVENTORY_GRPC_ADDR", "127.0.0.1:" + service.port()));
            run.awaitThat(
                    "a call of the broken pod", () -> !broken.journal().calls().isEmpty());
            service.choose(run.world().inventory().port());
            Duration left = run.timeUntil(
                    "a call of the sound pod",
                    ScenarioRun.TIMEOUT,
                    () -> !run.world().inventory().journal().calls().isEmpty());
            run.addSpeed(ScenarioFigure.atMost("time until the worker leaves the pod", left, LEFT));
            run.add(ScenarioFigure.shown(
                    "calls of the broken pod", broken.journal().calls().size()));
            run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
            run.conclude();
        }
    }
}
