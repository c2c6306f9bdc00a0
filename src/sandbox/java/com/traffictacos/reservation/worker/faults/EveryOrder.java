package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.EventGenerator.EventBody;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.ServiceConditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Every order and duplicate of expiry, payment and failure of one reservation, one after the other and at once. With two
 * workers events of one reservation run at the same time, as they do in two pods; with one they must not.
 *
 * @param failures share of calls to either service that fail in ways that pass
 */
record EveryOrder(String name, boolean markFirst, int workers, double failures) implements Scenario {

    /** As many as a receive brings, so that events of one reservation come in different receives. */
    private static final int BLOCK = 10;

    @Override
    public void play(ScenarioRun run) {
        List<EventSequence> all = recorded(run);
        SandboxWorld world = run.world();
        // Between the guard, or the release, and the mark there is time for a payment to come in.
        for (ServiceConditions service :
                List.of(world.reservationApi().conditions(), world.inventory().conditions())) {
            service.setLatency("GET", Duration.ofMillis(2));
            service.setLatency("PATCH", Duration.ofMillis(60));
            service.setLatency("ReleaseHold", Duration.ofMillis(20));
            service.setLatency("CommitReservation", Duration.ofMillis(20));
            service.setFailureShare(failures);
        }
        // Freed seats are gone at once: a commit that comes too late meets somebody else's sale.
        world.inventory().stock().resellWhatIsReleased(workers > 1);
        all.forEach(recorded -> world.generator().hold(recorded.reservationId(), recorded.concert(), recorded.seats()));
        for (int worker = 1; worker <= workers; worker++) {
            run.workers()
                    .start(
                            "worker-" + worker,
                            Map.of("EXPIRY_ORDER", markFirst ? "mark-first" : "release-first", "MAX_RETRIES", "15"));
        }
        world.generator().sendAll(atOnce(all));
        for (int position = 0; position < 6; position++) {
            int next = position;
            world.generator()
                    .sendAll(all.stream()
                            .filter(recorded ->
                                    !recorded.atOnce() && recorded.events().size() > next)
                            .map(recorded -> recorded.body(next))
                            .toList());
            run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        }

        EndStateChecker check = new EndStateChecker(world, markFirst, failures > 0, world.deadLetters());
        check.addTo(run, all);
        if (!markFirst && workers > 1) {
            run.addSpeed(ScenarioFigure.atLeast("races found", check.races(), 1));
        }
        if (workers == 1) {
            run.add(ScenarioFigure.exactly("races within one worker", check.races(), 0));
            run.add(ScenarioFigure.exactly("calls of two events of a reservation at a time", overlaps(world), 0));
        }
        run.addNothingLost();
        run.addBalance();
    }

    private List<EventSequence> recorded(ScenarioRun run) {
        List<List<EventType>> orders = new ArrayList<>(EventSequence.orders());
        Collections.shuffle(orders, new Random(run.seed()));
        List<EventSequence> all = new ArrayList<>();
        for (List<EventType> order : orders.subList(0, run.scale().events(orders.size(), 40))) {
            all.add(EventSequence.of("rsv_" + all.size(), order, true));
            all.add(EventSequence.of("rsv_" + all.size(), order, false));
        }
        return all;
    }

    /** Block by block: first events of ten reservations, then their second ones, and so on. */
    private static List<EventBody> atOnce(List<EventSequence> all) {
        List<EventSequence> together =
                all.stream().filter(EventSequence::atOnce).toList();
        List<EventBody> bodies = new ArrayList<>();
        for (int from = 0; from < together.size(); from += BLOCK) {
            List<EventSequence> block = together.subList(from, Math.min(from + BLOCK, together.size()));
            for (int position = 0; position < 6; position++) {
                for (EventSequence recorded : block) {
                    if (recorded.events().size() > position) {
                        bodies.add(recorded.body(position));
                    }
                }
            }
        }
        return bodies;
    }

    /** Calls that begin for a reservation while another one for it has not ended: a handler makes one at a time. */
    private static long overlaps(SandboxWorld world) {
        Map<String, Instant> busyUntil = new HashMap<>();
        long overlaps = 0;
        List<AnsweredCall> calls = Stream.concat(
                        world.inventory().journal().calls().stream(), world.reservationApi().journal().calls().stream())
                .sorted(Comparator.comparing(AnsweredCall::at))
                .toList();
        for (AnsweredCall call : calls) {
            Instant end = call.at().plus(call.took());
            Instant busy = busyUntil.getOrDefault(call.reservationId(), Instant.MIN);
            if (call.at().isBefore(busy)) {
                overlaps++;
            }
            busyUntil.put(call.reservationId(), end.isAfter(busy) ? end : busy);
        }
        return overlaps;
    }
}
