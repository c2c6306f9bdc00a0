package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.sandbox.SqsJournal;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.Delete;
import com.traffictacos.reservation.worker.sandbox.SqsJournal.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Unreadable bodies among good events. */
record PoisonAmongGood() implements Scenario {

    /** Two runs of the same burst differ by some percent as it is. */
    private static final double AS_FAST = 1.15;

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public void play(ScenarioRun run) {
        int good = run.scale().events(1_000, 100);
        List<BrokenBody> poison = PoisonMessages.bodies(run.scale().events(150, 30));
        mix(run, good, poison);
        run.start();
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.exactly(
                "bodies not dead-lettered once with their reason", PoisonMessages.notDeadOnce(run.world(), poison), 0));
        run.add(ScenarioFigure.exactly(
                "redelivered", run.world().gateway().ledger().totals().redeliveries(), 0));
        run.addWrong(run.world().check().check(run.world().generator().expectations(), List.of()));
        if (run.scale().checksSpeed()) {
            try (ScenarioRun alone = run.beside("alone")) {
                mix(alone, good, List.of());
                alone.start();
                alone.awaitEmptyQueue(ScenarioRun.TIMEOUT);
                double slower = seconds(span(run)) / seconds(span(alone));
                run.add(ScenarioFigure.atMost(
                        "time of the good ones, against a burst without poison", slower, AS_FAST));
            }
        }
        run.addBooks(poison.size());
    }

    private static void mix(ScenarioRun run, int good, List<BrokenBody> poison) {
        run.setLatency(Duration.ofMillis(30));
        int share = poison.isEmpty() ? good : good / poison.size();
        for (BrokenBody body : poison) {
            run.send(share);
            run.world().generator().sendBody(body.body());
        }
        run.send(good - share * poison.size());
    }

    /** From the first delivery to the last delete of a good one. */
    private static Duration span(ScenarioRun run) {
        SqsJournal journal = run.world().gateway().journal();
        Set<String> goodHandles = journal.deliveries().stream()
                .filter(delivery -> run.world()
                        .generator()
                        .reservationOf(delivery.messageId())
                        .filter(reservation -> reservation.startsWith("rsv_"))
                        .isPresent())
                .map(Delivery::receiptHandle)
                .collect(Collectors.toSet());
        Instant first = journal.deliveries().getFirst().at();
        Instant last = journal.deletes().stream()
                .filter(delete -> goodHandles.contains(delete.receiptHandle()))
                .map(Delete::at)
                .max(Instant::compareTo)
                .orElse(first);
        return Duration.between(first, last);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
