package com.traffictacos.reservation.worker.faults;

import java.util.List;

/** All scenarios. */
public final class Scenarios {

    private static final List<Scenario> ALL = List.of(
            new KilledInBurst(),
            new OneOfTwoKilled(),
            new TerminatedInBurst(false),
            new TerminatedInBurst(true),
            new TerminatedWhileIdle(),
            new ServiceOutage(Service.INVENTORY, true),
            new ServiceOutage(Service.INVENTORY, false),
            new ServiceOutage(Service.RESERVATION_API, true),
            new ServiceOutage(Service.RESERVATION_API, false),
            new SlowService(Service.INVENTORY),
            new SlowService(Service.RESERVATION_API),
            new AnswersTrickle(),
            new BrokenPod(false),
            new BrokenPod(true),
            new Overload(2),
            new Overload(5),
            new Overload(20),
            new OverloadChanging(),
            new RefusesEverything(Service.INVENTORY),
            new RefusesEverything(Service.RESERVATION_API),
            new OneOperationFails(),
            new LoneMessageFails(),
            new FewRetriesInOutage(0),
            new FewRetriesInOutage(2),
            new ServiceThrottles(),
            new QueueOutage(QueueOutage.Kind.REFUSES),
            new QueueOutage(QueueOutage.Kind.FAILS),
            new QueueOutage(QueueOutage.Kind.THROTTLES),
            new QueueOutage(QueueOutage.Kind.BLACK_HOLE),
            new LostReceives(),
            new QueueComesLate(),
            new QueuePurged(),
            new RandomErrors(),
            new SlowHandlers(),
            new RenewalRefused(),
            new EveryOrder("every-order-release-first", false, 2, 0),
            new EveryOrder("every-order-mark-first", true, 2, 0),
            new EveryOrder("every-order-one-worker", false, 1, 0),
            new EveryOrder("every-order-with-errors", false, 2, 0.1),
            new GroupHeld(),
            new DeletesRefused(),
            new DeadLettersDenied(),
            new PoisonAmongGood(),
            new KillsItsProcess(),
            new BigBodies(20),
            new BigBodies(100),
            new Strangers());

    /** What the build's own tests have the time for: one of each sort, starts of workers being what costs. */
    static final List<String> BRIEF =
            List.of("sigkill", "inventory-unavailable", "every-order-one-worker", "fifo-group-held");

    private Scenarios() {}

    /** In the order of the table. */
    public static List<Scenario> all() {
        return ALL;
    }

    /** Those that are played in every build. */
    public static List<Scenario> brief() {
        return ALL.stream().filter(scenario -> BRIEF.contains(scenario.name())).toList();
    }
}
