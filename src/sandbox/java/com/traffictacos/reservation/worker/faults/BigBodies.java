package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Events whose bodies are as large as SQS allows, more of them than the heap can hold. The worker receives as many as its
 * memory allows and makes progress; it is not killed by them.
 */
record BigBodies(int workers) implements Scenario {

    /** The largest message that SQS takes, in bytes. */
    private static final int LARGEST = 1_048_576;

    /** A dead letter of three bytes in UTF-8: a body with one of them takes two bytes for each character in the heap. */
    private static final char KOREAN = '\uAC00';

    private static final int BYTES_OF_KOREAN = 3;
    private static final Duration WHOLE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "big-bodies-" + workers;
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(200, 60);
        ReservationGenerator stories = new ReservationGenerator(
                EventMix.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID, ReservationScript.PAYMENT_FAILS),
                run.seed());
        for (int i = 0; i < events; i++) {
            run.world().generator().send(body(i, stories));
        }
        run.setLatency(Duration.ofMillis(200));
        WorkerProcess worker = run.start(Map.of(
                "WORKER_CONCURRENCY",
                Integer.toString(workers),
                "INVENTORY_TIMEOUT_MS",
                "5000",
                "RESERVATION_TIMEOUT_MS",
                "5000"));
        Duration took = run.awaitEmptyQueue(WHOLE);
        run.add(ScenarioFigure.holds("still runs", worker.exitCode().isEmpty()));
        run.add(ScenarioFigure.exactly("out of memory", outOfMemory(worker), 0));
        run.add(ScenarioFigure.atMost("until all are settled", took, WHOLE));
        run.add(ScenarioFigure.shown("heap used at the end, MB", heapUsed(worker) / 1_048_576));
        run.add(ScenarioFigure.exactly(
                "redelivered", run.world().gateway().ledger().totals().redeliveries(), 0));
        run.conclude();
    }

    private static PlannedReservation body(int number, ReservationGenerator stories) {
        boolean korean = number % 2 == 1;
        // A little less than the limit, for what is no padding.
        int length = korean ? (LARGEST - 2048) / BYTES_OF_KOREAN : LARGEST - 1024;
        return stories.next(1).withBodiesOf(length, korean ? KOREAN : 'x');
    }

    private static long outOfMemory(WorkerProcess worker) {
        return worker.logLines().stream()
                .filter(line -> line.contains("OutOfMemoryError"))
                .count();
    }

    private static long heapUsed(WorkerProcess worker) {
        Optional<Double> used = worker.get("/metrics")
                .flatMap(text -> WorkerMetricsText.sum(text, "jvm_memory_used_bytes", "area=\"heap\""));
        return used.map(Double::longValue).orElse(-1L);
    }
}
