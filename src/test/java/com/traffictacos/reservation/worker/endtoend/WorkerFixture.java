package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A world with a worker in it. Confined to one test class. */
final class WorkerFixture implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final SandboxWorld world;
    private final WorkerProcess worker;

    private WorkerFixture(SandboxWorld world, WorkerProcess worker) {
        this.world = world;
        this.worker = worker;
    }

    /**
     * Starts a worker in a world that has been prepared, and waits until it is ready.
     *
     * @param name of the worker's directory
     * @param settings beside those that lead into the world
     */
    static WorkerFixture open(String name, SandboxWorld world, Map<String, String> settings) {
        Map<String, String> all = settings(world, settings);
        WorkerProcess worker = WorkerInstall.named(name).start(all);
        try {
            return new WorkerFixture(world, worker.awaitReady(START_TIMEOUT));
        } catch (WorkerProcess.NotStarted e) {
            // Nobody has it to close it, and the next run would find its directory taken.
            worker.kill();
            throw e;
        }
    }

    /** As {@link #open}, with a standard output that nobody reads. */
    static WorkerFixture openUnread(String name, SandboxWorld world, Map<String, String> settings) {
        WorkerProcess worker = WorkerInstall.named(name).startUnread(settings(world, settings));
        try {
            return new WorkerFixture(world, worker.awaitReady(START_TIMEOUT));
        } catch (WorkerProcess.NotStarted e) {
            worker.kill();
            throw e;
        }
    }

    /** The settings of a worker in that world, with further ones. */
    static Map<String, String> settings(SandboxWorld world, Map<String, String> further) {
        Map<String, String> all = new HashMap<>(world.settings());
        // What is tested here is right and wrong: a machine that is busy with other things is no slow service.
        all.put("INVENTORY_TIMEOUT_MS", "5000");
        all.put("RESERVATION_TIMEOUT_MS", "5000");
        all.putAll(further);
        return all;
    }

    SandboxWorld world() {
        return world;
    }

    WorkerProcess worker() {
        return worker;
    }

    /** Waits until every message is settled or dead. */
    void awaitEmptyQueue(Duration timeout) {
        await().atMost(timeout)
                .pollInterval(Duration.ofMillis(250))
                .failFast("the worker has ended", () -> worker.exitCode().isPresent())
                .until(() -> world.depth().total() == 0);
    }

    /** Deliveries that the worker says have ended in that way. */
    long counted(String outcome) {
        return WorkerMetricsText.events(worker.get("/metrics").orElse(""), outcome)
                .orElse(0L);
    }

    /** Stops the worker and looks at the balance that it leaves in its log. */
    void stopAndCheckBalance() {
        assertThat(worker.stop()).as("exit code").isIn(0, 143);
        assertThat(worker.logLines())
                .as("the balance in the log")
                .anySatisfy(line -> assertThat(line).contains("\"unaccounted\":0", "\"in_hand\":0"));
    }

    @Override
    public void close() {
        worker.close();
        world.close();
    }
}
