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
 * @param outlasting whether the handlers in flight take longer than the drain may: then there is something to release
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
    public void play(ScenarioRun run) {
        int events = run.scale().events(outlasting ? 500 : 2_000, 150);
        Map<String, String> settings =
                outlasting ? Map.of("SHUTDOWN_TIMEOUT_SECONDS", "4", "RESERVATION_TIMEOUT_MS", "20000") : Map.of();
        run.setLatency(Duration.ofMillis(20));
        run.send(events);
        WorkerProcess worker = run.start(settings);
        run.awaitDeleted(events / 4);
        if (outlasting) {
            run.world().reservationApi().conditions().setLatency("PATCH", LONG_CALL);
            // Twenty workers run into the long call within this time.
            run.pass(Duration.ofSeconds(1));
        }
        worker.terminate();
        Instant asked = ScenarioRun.now();
        OptionalInt exit = worker.awaitExit(Duration.ofSeconds(90));
        Instant ended = ScenarioRun.now();
        run.add(ScenarioFigure.holds("ends by itself", exit.isPresent() && exit.getAsInt() != 137));
        run.addSpeed(ScenarioFigure.atMost("from SIGTERM to its end", Duration.between(asked, ended), EXIT));
        run.addSpeed(ScenarioFigure.atMost(
                "released messages visible again",
                run.timeUntil(
                        "nothing in flight", EXIT, () -> run.world().depth().inFlight() == 0),
                VISIBLE_AGAIN));
        run.add(ScenarioFigure.exactly(
                "in flight after its end", run.world().depth().inFlight(), 0));
        run.workers().bury(worker);
        if (outlasting) {
            run.add(ScenarioFigure.atLeast("released", released(worker), 1));
            run.setLatency(Duration.ofMillis(20));
            run.world().reservationApi().conditions().setLatency("PATCH", Duration.ofMillis(20));
        }

        run.start(settings);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.exactly("finished events redelivered", redelivered(run, finished(worker), ended), 0));
        run.conclude();
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

    private static long redelivered(ScenarioRun run, Set<String> finished, Instant since) {
        return run.world().gateway().journal().deliveries().stream()
                .filter(delivery -> delivery.at().isAfter(since))
                .map(Delivery::messageId)
                .filter(finished::contains)
                .distinct()
                .count();
    }
}
