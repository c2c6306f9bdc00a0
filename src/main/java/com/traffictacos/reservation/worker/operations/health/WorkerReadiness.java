package com.traffictacos.reservation.worker.operations.health;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** {@code /health/ready}: UP while the worker receives messages. */
@Readiness
@SingletonBean
public class WorkerReadiness implements HealthCheck {

    private final ReadyState ready;

    @Inject
    public WorkerReadiness(ReadyState ready) {
        this.ready = ready;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("reservation-worker-ready")
                .status(ready.isReady())
                .withData("state", ready.state().name().toLowerCase(Locale.ROOT))
                .withData("failed_receives_in_a_row", ready.failuresInARow())
                .withData("leases_held", ready.leasesHeld());
        if (ready.isFleetFlagUnknown()) {
            answer.withData("fleet_flag_unknown", true);
        }
        ready.sinceLastReceive().ifPresent(time -> answer.withData("seconds_since_last_receive", time.toSeconds()));
        for (Dependency dependency : Dependency.values()) {
            answer.withData(dependency.label(), ready.stateOf(dependency).label());
            answer.withData(dependency.label() + "_concurrency_limit", ready.concurrencyLimit(dependency));
            ready.causesOf(dependency).ifPresent(why -> answer.withData(dependency.label() + "_down", why));
        }
        return answer.build();
    }
}
