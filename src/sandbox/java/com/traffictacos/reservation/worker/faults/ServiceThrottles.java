package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.CallJournal;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The reservation API asks every caller to come back later. */
record ServiceThrottles() implements Scenario {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "retry-after";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(300, 60);
        CallJournal journal = run.world().reservationApi().journal();
        run.setLatency(Duration.ofMillis(10));
        // One event a reservation: another one's first call would be no repetition.
        run.send(events, ReservationScript.IS_PAID);
        run.world().reservationApi().conditions().throttle(TIMEOUT);
        // No retry is allowed, so that each message asked for patience would be dead if it counted.
        run.start(Map.of("MAX_RETRIES", "0"));
        run.awaitThat("a call", () -> !journal.calls().isEmpty());
        run.pass(run.scale().time(Duration.ofSeconds(12), Duration.ofSeconds(5)));
        run.world().reservationApi().conditions().throttle(Duration.ZERO);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        run.add(ScenarioFigure.atLeast("calls asked for patience", refused(journal.calls()), 1));
        run.add(ScenarioFigure.exactly("calls repeated too early", early(journal.calls()), 0));
        run.conclude();
    }

    private static long refused(List<AnsweredCall> calls) {
        return calls.stream().filter(ServiceThrottles::isRefused).count();
    }

    private static boolean isRefused(AnsweredCall call) {
        return call.answer().equals("429");
    }

    private static long early(List<AnsweredCall> calls) {
        Map<String, Instant> notBefore = new HashMap<>();
        long early = 0;
        for (AnsweredCall call : calls) {
            // The queue counts in whole seconds of its own; a fifth of a second is no lack of patience.
            Instant allowed = notBefore.getOrDefault(call.reservationId(), Instant.MIN);
            if (call.at().isBefore(allowed)) {
                early++;
            }
            if (isRefused(call)) {
                notBefore.put(call.reservationId(), call.at().plus(TIMEOUT).minusMillis(200));
            }
        }
        return early;
    }
}
