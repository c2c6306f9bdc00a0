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
    public void play(ScenarioRun scene) {
        int good = scene.scale().events(1_000, 100);
        List<BrokenBody> poison = PoisonMessages.bodies(scene.scale().events(150, 30));
        mix(scene, good, poison);
        scene.start();
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.add(ScenarioFigure.exactly(
                "bodies not dead-lettered once with their reason",
                PoisonMessages.notDeadOnce(scene.world(), poison),
                0));
        scene.add(ScenarioFigure.exactly(
                "redelivered", scene.world().gateway().ledger().totals().redeliveries(), 0));
        scene.addWrong(scene.world().check().check(scene.world().generator().expectations(), List.of()));
        if (scene.scale().judgesSpeed()) {
            try (ScenarioRun alone = scene.beside("alone")) {
                mix(alone, good, List.of());
                alone.start();
                alone.awaitEmptyQueue(ScenarioRun.PATIENCE);
                double slower = seconds(span(scene)) / seconds(span(alone));
                scene.add(ScenarioFigure.atMost(
                        "time of the good ones, against a burst without poison", slower, AS_FAST));
            }
        }
        scene.addBooks(poison.size());
    }

    private static void mix(ScenarioRun scene, int good, List<BrokenBody> poison) {
        scene.setLatency(Duration.ofMillis(30));
        int share = poison.isEmpty() ? good : good / poison.size();
        for (BrokenBody body : poison) {
            scene.send(share);
            scene.world().generator().sendBody(body.body());
        }
        scene.send(good - share * poison.size());
    }

    /** From the first delivery to the last delete of a good one. */
    private static Duration span(ScenarioRun scene) {
        SqsJournal journal = scene.world().gateway().journal();
        Set<String> goodHandles = journal.deliveries().stream()
                .filter(delivery -> scene.world()
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
