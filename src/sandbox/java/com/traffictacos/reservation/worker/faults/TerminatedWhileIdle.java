package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** SIGTERM while nothing is to be done and a long poll waits. */
record TerminatedWhileIdle() implements Scenario {

    private static final Duration EXIT = Duration.ofSeconds(3);
    private static final Map<String, String> SETTINGS = Map.of("SQS_WAIT_TIME", "20", "SQS_VISIBILITY_TIMEOUT", "10");

    @Override
    public String name() {
        return "sigterm-idle";
    }

    @Override
    public void play(ScenarioRun run) {
        int rounds = run.scale().events(3, 1);
        for (int round = 0; round < rounds; round++) {
            WorkerProcess worker = run.start(SETTINGS);
            run.awaitThat("a long poll", () -> receives(run) > 0);
            run.pass(Duration.ofMillis(500).multipliedBy(round + 1L));
            long receives = receives(run);
            worker.terminate();
            Instant asked = ScenarioRun.now();
            boolean ended = worker.awaitExit(Duration.ofSeconds(90)).isPresent();
            run.add(ScenarioFigure.holds("ends by itself", ended));
            run.addSpeed(
                    ScenarioFigure.atMost("from SIGTERM to its end", Duration.between(asked, ScenarioRun.now()), EXIT));
            run.add(ScenarioFigure.exactly("receives begun after SIGTERM", receives(run) - receives, 0));
            run.workers().bury(worker);
        }
        // A long poll that its client has given up may still take messages: the queue knows no better. They come back
        // when their visibility timeout ends.
        run.send(20);
        run.start(SETTINGS);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }

    private static long receives(ScenarioRun run) {
        return run.world().gateway().ledger().totals().requests().getOrDefault("ReceiveMessage", 0L);
    }
}
