package com.traffictacos.reservation.worker.endtoend;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two workers of one queue, and dead letters of six reasons: 600, or 6,000 with {@code -Dit.exhaustive=true}. Confined to
 * one test class.
 */
final class TwoPods implements AutoCloseable {

    static final int DEAD_LETTERS = Boolean.getBoolean("it.exhaustive") ? 6_000 : 600;

    /** Of {@code retries_exhausted}, {@code unknown}, {@code paid_but_not_held} and {@code invalid_field} each. */
    static final int OF_EACH_LARGE = DEAD_LETTERS / 24 * 5;

    /** Of {@link #SMALL}, which go well today. */
    static final int OF_SMALL = 60;

    static final String SMALL = FailureReason.INVENTORY_REJECTED.word();

    private static final int OF_SIXTH = DEAD_LETTERS - 4 * OF_EACH_LARGE - OF_SMALL;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final WorkerFixture first;
    private final WorkerProcess second;
    private final List<Expectation> small;

    private TwoPods(WorkerFixture first, WorkerProcess second, List<Expectation> small) {
        this.first = first;
        this.second = second;
        this.small = small;
    }

    static TwoPods start() {
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(4 * OF_EACH_LARGE);
        List<Expectation> small = world.poison().lay(FailureReason.INVENTORY_REJECTED, OF_SMALL);
        List<Expectation> unused = world.poison().lay(FailureReason.RESERVATION_NOT_FOUND, OF_SIXTH);
        int here = WorkerInstall.freePort();
        int there = WorkerInstall.freePort();
        String peers = "127.0.0.1:%d,127.0.0.1:%d".formatted(here, there);
        WorkerProcess second = WorkerInstall.named("two-pods-2")
                .start(WorkerFixture.settings(world, settings("worker-2", there, peers)));
        WorkerFixture first = WorkerFixture.open("two-pods-1", world, settings("worker-1", here, peers));
        second.awaitReady(PATIENCE);
        return new TwoPods(first, second, small);
    }

    private static Map<String, String> settings(String pod, int port, String peers) {
        return new HashMap<>(Map.of(
                "POD_NAME",
                pod,
                "SERVER_PORT",
                Integer.toString(port),
                "ADMIN_TOKEN",
                OperatorToken.VALUE,
                "CONSOLE_ENABLED",
                "true",
                "FLEET_PEERS",
                peers));
    }

    WorkerFixture first() {
        return first;
    }

    WorkerProcess second() {
        return second;
    }

    SandboxWorld world() {
        return first.world();
    }

    URI page() {
        return first.worker().http().resolve("/console/");
    }

    /** How the reservations of {@link #SMALL} must end. */
    List<Expectation> small() {
        return small;
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
