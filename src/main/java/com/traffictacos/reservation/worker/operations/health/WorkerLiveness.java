package com.traffictacos.reservation.worker.operations.health;

import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.pipeline.receive.PollActivity;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Reports UP while the poll loop makes progress and events in flight end in time. An outage of a service or of the
 * queue is no reason to restart the pod.
 */
@Liveness
@SingletonBean
public class WorkerLiveness implements HealthCheck {

    /** Added to the maximum handling time, so that a machine that was suspended for a moment can catch up. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final WorkerLifecycle lifecycle;
    private final PollActivity pollActivity;
    private final InFlightMessages deliveries;
    private final Duration longestHandling;

    @Inject
    public WorkerLiveness(
            WorkerLifecycle lifecycle,
            PollActivity pollActivity,
            InFlightMessages deliveries,
            HandlingTime handlingTime) {
        this.lifecycle = lifecycle;
        this.pollActivity = pollActivity;
        this.deliveries = deliveries;
        this.longestHandling = handlingTime.inAll().plus(MARGIN);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("reservation-worker-alive")
                .status(isAlive())
                .withData("instance", ProcessIdentity.ID)
                .withData("state", lifecycle.state().name().toLowerCase(Locale.ROOT))
                .withData(
                        "seconds_since_poll_loop_moved",
                        pollActivity.sinceLastActivity().toSeconds())
                .withData("in_flight", deliveries.count())
                .withData(
                        "seconds_since_delivery_began_or_ended",
                        deliveries.sinceLastChange().toSeconds())
                .build();
    }

    /** Whether a restart would change nothing. */
    boolean isAlive() {
        return lifecycle.state() != State.RUNNING
                || !(pollActivity.isStalled() || deliveries.isStalled(longestHandling));
    }
}
