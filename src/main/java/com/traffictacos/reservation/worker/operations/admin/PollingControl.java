package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;

/**
 * Pauses and resumes the receives of this worker, and shows what limits them. A pause applies to this process alone and
 * ends with it. Thread-safe.
 */
@SingletonBean
public final class PollingControl {

    private final PollGate gate;
    private final DependencyOutages outages;
    private final ConcurrencyLimits limits;
    private final OperatorLog log;
    private final String queueName;

    @Inject
    public PollingControl(
            PollGate gate,
            DependencyOutages outages,
            ConcurrencyLimits limits,
            Settings.Queue settings,
            OperatorLog log) {
        this.gate = gate;
        this.outages = outages;
        this.limits = limits;
        this.log = log;
        String path = settings.url().getPath();
        this.queueName = path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name of the queue that the worker receives from. */
    public String queueName() {
        return queueName;
    }

    /**
     * The state of a service as deliveries observe it. While a service is down, the worker receives one probe message
     * at a time.
     */
    public DependencyState state(Dependency dependency) {
        return outages.state(dependency);
    }

    /** The number of concurrent calls that a service is allowed, derived from its answers. */
    public int concurrencyLimit(Dependency dependency) {
        return limits.limit(dependency);
    }

    /** Stops further receives. Messages in flight are processed to their end. */
    public void pause(Operator operator) {
        gate.pause();
        log.changed(operator, "pause", "", "no further receives", fields -> {});
    }

    /** Ends a pause. */
    public void resume(Operator operator) {
        gate.resume();
        log.changed(operator, "resume", "", "receives go on", fields -> {});
    }

    public boolean isPaused() {
        return gate.isPaused();
    }
}
