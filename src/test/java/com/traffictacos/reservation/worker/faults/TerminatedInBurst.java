package com.traffictacos.reservation.worker.faults;

import static java.util.stream.Collectors.toSet;

import com.traffictacos.reservation.worker.sandbox.SqsJournal.Delivery;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * SIGTERM in the middle of a burst, and a new start.
 *
 * @param outlasting whether the handlers in work take longer than the drain may: then there is something to release
 */
record TerminatedInBurst(boolean outlasting) implements Scenario {

    private static final Duration EXIT = Duration.ofSeconds(30);
    private static final Duration VISIBLE_AGAIN = Duration.ofSeconds(2);
    private static final Duration LONG_CALL = Duration.ofSeconds(9);

    @Override
    public String name() {
        return outlasting ? "sigterm-slow-handlers" : "sigterm-burst";
    }

    @Override
    public void play(ScenarioRun scene) {
        int events = scene.scale().events(outlasting ? 500 : 2_000, 150);
        Map<String, String> settings =
                outlasting ? Map.of("SHUTDOWN_TIMEOUT_SECONDS", "4", "RESERVATION_TIMEOUT_MS", "20000") : Map.of();
        scene.setLatency(Duration.ofMillis(20));
        scene.send(events);
        WorkerProcess worker = scene.start(settings);
        scene.awaitDeleted(events / 4);
        if (outlasting) {
            scene.world().reservationApi().conditions().setLatency("PATCH", LONG_CALL);
            // Twenty workers run into the long call within this time.
            scene.pass(Duration.ofSeconds(1));
        }
        worker.terminate();
        Instant asked = ScenarioRun.now();
        OptionalInt exit = worker.awaitExit(Duration.ofSeconds(90));
        Instant ended = ScenarioRun.now();
        scene.add(ScenarioFigure.holds("ends by itself", exit.isPresent() && exit.getAsInt() != 137));
        scene.addSpeed(ScenarioFigure.atMost("from SIGTERM to its end", Duration.between(asked, ended), EXIT));
        scene.addSpeed(ScenarioFigure.atMost(
                "released messages visible again",
                scene.timeUntil(
                        "nothing in flight", EXIT, () -> scene.world().depth().inFlight() == 0),
                VISIBLE_AGAIN));
        scene.add(ScenarioFigure.exactly(
                "in flight after its end", scene.world().depth().inFlight(), 0));
        scene.crew().bury(worker);
        if (outlasting) {
            scene.add(ScenarioFigure.atLeast("released", released(worker), 1));
            scene.setLatency(Duration.ofMillis(20));
            scene.world().reservationApi().conditions().setLatency("PATCH", Duration.ofMillis(20));
        }

        scene.start(settings);
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.add(
                ScenarioFigure.exactly("finished events redelivered", redelivered(scene, finished(worker), ended), 0));
        scene.conclude();
    }

    private static int released(WorkerProcess worker) {
        return lines(worker, "\"unaccounted\":").stream()
                .mapToInt(line -> line.getInt("released"))
                .sum();
    }

    /** Messages whose last step was done and told of. */
    private static Set<String> finished(WorkerProcess worker) {
        return lines(worker, "\"msg\":\"event settled\"").stream()
                .map(line -> line.getString("message_id"))
                .collect(toSet());
    }

    private static Set<JsonObject> lines(WorkerProcess worker, String mark) {
        return worker.logLines().stream()
                .filter(line -> line.contains(mark))
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .collect(toSet());
    }

    private static long redelivered(ScenarioRun scene, Set<String> finished, Instant since) {
        return scene.world().gateway().journal().deliveries().stream()
                .filter(delivery -> delivery.at().isAfter(since))
                .map(Delivery::messageId)
                .filter(finished::contains)
                .distinct()
                .count();
    }
}
