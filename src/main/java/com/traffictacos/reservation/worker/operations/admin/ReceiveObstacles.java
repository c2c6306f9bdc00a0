package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;

/** Finds out why this worker receives no messages. Read-only. Thread-safe. */
@SingletonBean
public final class ReceiveObstacles {

    private final WorkerOverview worker;
    private final PollingControl polling;
    private final FleetPause fleet;
    private final WorkerMode mode;

    @Inject
    public ReceiveObstacles(WorkerOverview worker, PollingControl polling, FleetPause fleet, WorkerMode mode) {
        this.worker = worker;
        this.polling = polling;
        this.fleet = fleet;
        this.mode = mode;
    }

    /** The obstacle that has to go first; empty if the worker receives. */
    public Optional<ReceiveObstacle> first() {
        if (mode == WorkerMode.OPERATIONS) {
            return Optional.of(ReceiveObstacle.OPERATIONS_MODE);
        }
        return switch (worker.condition()) {
            case ENDING -> Optional.of(ReceiveObstacle.DRAINING);
            // Also while it is paused: it would not go on after the pause.
            case STUCK -> Optional.of(ReceiveObstacle.STUCK);
            case DEGRADED, HEALTHY -> beforeItsEnd();
        };
    }

    private Optional<ReceiveObstacle> beforeItsEnd() {
        if (worker.isStarting()) {
            return Optional.of(ReceiveObstacle.STARTING);
        }
        if (fleet.isHeld()) {
            return Optional.of(ReceiveObstacle.FLEET_FLAG_UNKNOWN);
        }
        if (fleet.status().flag().paused()) {
            return Optional.of(ReceiveObstacle.FLEET_PAUSED);
        }
        if (polling.isPaused()) {
            return Optional.of(ReceiveObstacle.PAUSED);
        }
        if (worker.failedReceivesInARow() > 0) {
            return Optional.of(ReceiveObstacle.QUEUE_UNAVAILABLE);
        }
        return Arrays.stream(Dependency.values()).anyMatch(service -> polling.state(service) != DependencyState.UP)
                ? Optional.of(ReceiveObstacle.SERVICE_DOWN)
                : Optional.empty();
    }
}
