package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SqsFault.EntryFailures;
import com.traffictacos.reservation.worker.sandbox.SqsFaults.Rule;
import com.traffictacos.reservation.worker.sandbox.SqsJournal;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.Delivery;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.RefusedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queue says that it has no such lease any more, in the middle of the first of two steps. */
record RenewalRefused() implements Scenario {

    /** For the refusal to travel back to the worker. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

    @Override
    public String name() {
        return "renewal-refused";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(60, 20);
        run.world().reservationApi().conditions().setLatency("PATCH", Duration.ofSeconds(6));
        run.send(events, ReservationScript.IS_PAID);
        var refusals = run.world()
                .gateway()
                .faults()
                .inject(Rule.always(
                        new EntryFailures(1, false, "ReceiptHandleIsInvalid"), "ChangeMessageVisibilityBatch"));
        run.start(Map.of("SQS_VISIBILITY_TIMEOUT", "6", "RESERVATION_TIMEOUT_MS", "30000"));
        SqsJournal journal = run.world().gateway().journal();
        run.awaitThat("refused renewals", () -> journal.refusedEntries().size() >= 10);
        // The first steps end behind the refusal.
        run.pass(Duration.ofSeconds(4));
        refusals.remove();
        run.world().reservationApi().conditions().setLatency("PATCH", Duration.ofMillis(20));
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        run.add(ScenarioFigure.atLeast(
                "renewals refused", journal.refusedEntries().size(), 10));
        run.add(ScenarioFigure.exactly("calls begun after the refusal", callsAfterRefusal(run), 0));
        run.conclude();
    }

    /** Calls for a reservation between the refusal of its lease and the next delivery of its message. */
    private static long callsAfterRefusal(ScenarioRun run) {
        SqsJournal journal = run.world().gateway().journal();
        List<AnsweredCall> calls = Stream.concat(
                        run.world().inventory().journal().calls().stream(),
                        run.world().reservationApi().journal().calls().stream())
                .toList();
        Map<String, Delivery> byHandle = journal.deliveries().stream()
                .collect(Collectors.toMap(Delivery::receiptHandle, delivery -> delivery, (first, again) -> first));
        long after = 0;
        for (RefusedEntry refused : journal.refusedEntries()) {
            Delivery delivery = byHandle.get(refused.receiptHandle());
            if (delivery == null) {
                continue;
            }
            String reservation =
                    run.world().generator().reservationOf(delivery.messageId()).orElse("");
            Instant from = refused.at().plus(ON_ITS_WAY);
            Instant until = journal.deliveries().stream()
                    .filter(other -> other.messageId().equals(delivery.messageId()))
                    .map(Delivery::at)
                    .filter(at -> at.isAfter(refused.at()))
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            after += calls.stream()
                    .filter(call -> call.reservationId().equals(reservation))
                    .filter(call -> call.at().isAfter(from) && call.at().isBefore(until))
                    .count();
        }
        return after;
    }
}
