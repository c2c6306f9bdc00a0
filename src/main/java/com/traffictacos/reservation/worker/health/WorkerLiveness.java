package com.traffictacos.reservation.worker.health;

import com.traffictacos.reservation.worker.worker.PollLoop;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle.State;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the poll loop turns. An outage of a service or of the queue is no reason to restart the pod. */
@Liveness
@Singleton
public class WorkerLiveness implements HealthCheck {

    private final WorkerLifecycle lifecycle;
    private final PollLoop pollLoop;

    @Inject
    public WorkerLiveness(WorkerLifecycle lifecycle, PollLoop pollLoop) {
        this.lifecycle = lifecycle;
        this.pollLoop = pollLoop;
    }

    @Override
    public HealthCheckResponse call() {
        boolean alive = lifecycle.state() != State.RUNNING || !pollLoop.isStuck();
        return HealthCheckResponse.named("reservation-worker-alive")
                .status(alive)
                .withData("instance", ProcessIdentity.ID)
                .withData("state", lifecycle.state().name().toLowerCase(Locale.ROOT))
                .withData(
                        "seconds_since_poll_loop_moved",
                        pollLoop.sinceLastMove().toSeconds())
                .build();
    }
}
