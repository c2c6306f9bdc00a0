package com.traffictacos.reservation.worker.faults;

import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_APPROVED;
import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_FAILED;
import static com.traffictacos.reservation.worker.event.EventType.RESERVATION_EXPIRED;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.EventGenerator.EventBody;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A FIFO queue whose groups are reservations: one whose first event fails holds its later ones, the others go on. */
record GroupHeld() implements Scenario {

    private static final String HELD = "rsv_held";
    private static final List<EventType> PAID_FIRST = List.of(PAYMENT_APPROVED, RESERVATION_EXPIRED, PAYMENT_FAILED);

    @Override
    public String name() {
        return "fifo-group-held";
    }

    @Override
    public String queueName() {
        return "reservation-events.fifo";
    }

    @Override
    public void play(ScenarioRun run) {
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(10));
        List<EventSequence> all = recorded(run.scale().events(200, 20));
        all.forEach(recorded -> world.generator().hold(recorded.reservationId(), recorded.concert(), recorded.seats()));
        world.reservationApi().conditions().setUnavailable(HELD, true);
        List<EventBody> bodies = new ArrayList<>();
        for (int position = 0; position < PAID_FIRST.size(); position++) {
            for (EventSequence recorded : all) {
                bodies.add(recorded.body(position));
            }
        }
        world.generator().sendAll(bodies);
        run.start();
        long ofOthers = bodies.size() - (long) PAID_FIRST.size();
        run.awaitDeleted(ofOthers);
        run.awaitThat("tries of the held event", () -> callsFor(world, "PATCH") >= 2);
        run.add(ScenarioFigure.exactly("events of other groups settled meanwhile", run.deleted(), ofOthers));
        run.add(ScenarioFigure.exactly("calls of later events of the held group", callsFor(world, "GET"), 0));
        world.reservationApi().conditions().setUnavailable(HELD, false);
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);

        // Each group ends as its first event says: only in order is that so.
        new EndStateChecker(world, false, false, world.deadLetters()).addTo(run, all);
        run.addNothingLost();
        run.addBalance();
    }

    private static List<EventSequence> recorded(int groups) {
        List<List<EventType>> orders = EventSequence.orders().stream()
                .filter(order -> order.size() == PAID_FIRST.size())
                .toList();
        List<EventSequence> all = new ArrayList<>();
        all.add(EventSequence.of(HELD, PAID_FIRST, false));
        for (int group = 1; group < groups; group++) {
            all.add(EventSequence.of("rsv_" + group, orders.get(group % orders.size()), false));
        }
        return all;
    }

    private static long callsFor(SandboxWorld world, String operation) {
        return world.reservationApi().journal().calls(HELD).stream()
                .map(AnsweredCall::operation)
                .filter(operation::equals)
                .count();
    }
}
