package com.traffictacos.reservation.worker.health;

import com.traffictacos.reservation.worker.worker.PollLoop;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle.State;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while messages are taken: running, and the queue answers. */
@Readiness
@Singleton
public class WorkerReadiness implements HealthCheck {

    private final WorkerLifecycle lifecycle;
    private final PollLoop pollLoop;

    @Inject
    public WorkerReadiness(WorkerLifecycle lifecycle, PollLoop pollLoop) {
        this.lifecycle = lifecycle;
        this.pollLoop = pollLoop;
    }

    /** Whether messages are taken at this moment. */
    boolean isReady() {
        return lifecycle.state() == State.RUNNING && pollLoop.failuresInARow() == 0;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("reservation-worker-ready")
                .status(isReady())
                .withData("state", lifecycle.state().name().toLowerCase(Locale.ROOT))
                .withData("failed_receives_in_a_row", pollLoop.failuresInARow())
                .build();
    }
}
