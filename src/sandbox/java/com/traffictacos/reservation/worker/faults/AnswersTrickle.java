package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.ConnectionForwarder;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.Map;

/** Every answer of the reservation API comes by one byte a second for a while, to all workers at once. */
record AnswersTrickle() implements Scenario {

    /** RESERVATION_TIMEOUT_MS is 2 s by default; the rest is for a busy machine. */
    private static final Duration WHOLE_CALL = Duration.ofSeconds(3);

    private static final Duration ALIVE = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "reservation-api-trickles";
    }

    @Override
    public void play(ScenarioRun run) {
        int events = run.scale().events(800, 100);
        run.setLatency(Duration.ofMillis(20));
        run.send(events);
        try (ConnectionForwarder api =
                ConnectionForwarder.to(run.world().reservationApi().base().getPort())) {
            WorkerProcess worker = run.start(Map.of("RESERVATION_API_BASE", "http://127.0.0.1:" + api.port()));
            run.awaitDeleted(events / 4);
            try (LivenessProbe liveness = LivenessProbe.start(worker)) {
                api.setTrickles(true);
                run.pass(run.scale().time(Duration.ofSeconds(20), Duration.ofSeconds(6)));
                run.add(ScenarioFigure.atMost("longest time until liveness answers", liveness.longest(), ALIVE));
            }
            String held = Service.heldUpBy(worker);
            long dead = run.world().deadLetterDepth().total();
            run.add(ScenarioFigure.atLeast("answers that trickled", api.trickled(), 3));
            run.addSpeed(ScenarioFigure.atMost("longest call", api.longestTrickle(), WHOLE_CALL));
            run.add(ScenarioFigure.exactly("dead-lettered meanwhile", dead, 0));
            Service.RESERVATION_API.addHeldUp(run, held);
            api.setTrickles(false);
            Duration settled = run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
            run.addSpeed(ScenarioFigure.atMost("settled after answers are whole again", settled, SETTLED));
            run.conclude();
        }
    }
}
