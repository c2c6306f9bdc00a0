package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.CallJournal;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
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
    public void play(ScenarioRun run) {
        run.world().reservationApi().conditions().setLatency("PATCH", Duration.ofSeconds(9));
        run.send(run.scale().events(60, 20), ReservationScript.IS_PAID);
        run.start(Map.of("SQS_VISIBILITY_TIMEOUT", "4", "RESERVATION_TIMEOUT_MS", "30000"));
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.exactly(
                "duplicate deliveries", run.world().gateway().ledger().totals().redeliveries(), 0));
        run.add(ScenarioFigure.exactly(
                "changes made twice", repeated(run.world().reservationApi().journal()), 0));
        run.conclude();
    }

    private static long repeated(CallJournal journal) {
        return journal.calls().stream()
                .filter(call -> call.operation().equals("PATCH"))
                .collect(Collectors.groupingBy(AnsweredCall::reservationId, Collectors.counting()))
                .values()
                .stream()
                .filter(calls -> calls > 1)
                .count();
    }
}
