package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsFault;
import com.traffictacos.reservation.worker.sandbox.SqsFaults.Rule;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The queue itself is away in the middle of a burst. */
record QueueOutage(Kind kind) implements Scenario {

    /** What SQS, or the way to it, does. */
    enum Kind {
        /** Its port is closed. */
        REFUSES("sqs-refuses"),
        /** It answers each request with an error. */
        FAILS("sqs-fails"),
        /** It answers each request with the demand to slow down. */
        THROTTLES("sqs-throttles"),
        /** It takes each request and never answers. */
        BLACK_HOLE("sqs-black-hole");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private static final Duration FIRST_SECONDS = Duration.ofSeconds(5);
    private static final Duration RECOVERED = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(3);

    @Override
    public String name() {
        return kind.label;
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(3_000, 150);
        Duration outage = run.scale().time(Duration.ofSeconds(30), Duration.ofSeconds(4));
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(30));
        run.send(events);
        WorkerProcess worker = run.start(Map.of("SQS_VISIBILITY_TIMEOUT", "20"));
        run.awaitDeleted(events / 5);
        Instant down = ScenarioRun.now();
        begin(world);
        run.pass(outage);
        Instant up = ScenarioRun.now();
        double pollErrors = worker.get("/metrics")
                .flatMap(text -> WorkerMetricsText.sum(text, "sqs_poll_errors_total", ""))
                .orElse(0.0);
        end(world);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        double seconds = Duration.between(down, up).toSeconds();
        Instant steady = down.plus(FIRST_SECONDS);
        if (kind == Kind.REFUSES) {
            run.add(ScenarioFigure.atMost("failed receives a second while away", pollErrors / seconds, 1));
        } else if (steady.isBefore(up)) {
            run.add(ScenarioFigure.atMost(
                    "requests a second while away", run.requests().perSecond(steady, up), 1));
        }
        run.addSpeed(ScenarioFigure.atMost("until full speed again", untilFullSpeed(run, down, up), RECOVERED));
        run.conclude();
    }

    /** Half of what went before the outage is what a busy machine lets one be sure of. */
    private static Duration untilFullSpeed(ScenarioRun run, Instant down, Instant up) {
        Timeline deletes = run.deletes();
        double wanted = deletes.perSecond(down.minus(WINDOW), down) / 2;
        Instant last = deletes.points().getLast();
        for (Instant point : deletes.points()) {
            // A run that has come to its last events is done before it could be fast.
            boolean ends = point.plus(WINDOW).isAfter(last);
            if (point.isAfter(up) && (ends || deletes.perSecond(point, point.plus(WINDOW)) >= wanted)) {
                return Duration.between(up, point);
            }
        }
        return Duration.between(up, last);
    }

    private void begin(SandboxWorld world) {
        switch (kind) {
            case REFUSES -> world.gateway().goDown();
            case FAILS -> world.gateway().faults().inject(Rule.always(SqsFault.Refusal.serviceUnavailable()));
            case THROTTLES -> world.gateway().faults().inject(Rule.always(SqsFault.Refusal.throttling()));
            case BLACK_HOLE -> world.gateway().faults().inject(Rule.always(new SqsFault.BlackHole()));
        }
    }

    private void end(SandboxWorld world) {
        world.gateway().faults().clear();
        world.gateway().comeUp();
    }
}
