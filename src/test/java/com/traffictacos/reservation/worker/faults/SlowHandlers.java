package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.CallJournal;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.ServiceCall;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Handlers take longer than the visibility timeout, and every lease is renewed. */
record SlowHandlers() implements Scenario {

    @Override
    public String name() {
        return "slow-handlers";
    }

    @Override
    public void play(ScenarioRun scene) {
        scene.world().reservationApi().conditions().setLatency("PATCH", Duration.ofSeconds(9));
        scene.send(scene.scale().events(60, 20), ReservationScript.IS_PAID);
        scene.start(Map.of("SQS_VISIBILITY_TIMEOUT", "4", "RESERVATION_TIMEOUT_MS", "30000"));
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.add(ScenarioFigure.exactly(
                "duplicate deliveries",
                scene.world().gateway().ledger().totals().redeliveries(),
                0));
        scene.add(ScenarioFigure.exactly(
                "changes made twice", repeated(scene.world().reservationApi().journal()), 0));
        scene.conclude();
    }

    private static long repeated(CallJournal journal) {
        return journal.calls().stream()
                .filter(call -> call.operation().equals("PATCH"))
                .collect(Collectors.groupingBy(ServiceCall::reservationId, Collectors.counting()))
                .values()
                .stream()
                .filter(calls -> calls > 1)
                .count();
    }
}
