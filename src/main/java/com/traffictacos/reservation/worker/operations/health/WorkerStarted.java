package com.traffictacos.reservation.worker.operations.health;

import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Reports UP once the settings are checked and the poll loop has started. */
@Startup
@SingletonBean
public class WorkerStarted implements HealthCheck {

    private final WorkerLifecycle lifecycle;

    @Inject
    public WorkerStarted(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("reservation-worker-started")
                .status(lifecycle.state() != State.STARTING)
                .build();
    }
}
