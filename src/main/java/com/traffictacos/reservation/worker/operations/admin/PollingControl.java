package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What this worker takes, and what keeps it from taking more: pauses it and lets it go on. A pause holds for this process alone and ends with it. Safe for use by any number
 * of threads.
 */
@Singleton
public final class PollingControl {

    private final PollGate gate;
    private final DependencyOutages outages;
    private final ConcurrencyLimits limits;
    private final String queueName;

    @Inject
    public PollingControl(PollGate gate, DependencyOutages outages, ConcurrencyLimits limits, Settings.Queue settings) {
        this.gate = gate;
        this.outages = outages;
        this.limits = limits;
        String path = settings.url().getPath();
        this.queueName = path.substring(path.lastIndexOf('/') + 1);
    }

    /** The queue that messages are taken from. */
    public String queueName() {
        return queueName;
    }

    /** How a service stands, as deliveries find it; while one is down, a probe at a time is taken. */
    public DependencyOutages.State state(Dependency dependency) {
        return outages.state(dependency);
    }

    /** Calls that a service is given at a time, found by its answers. */
    public int concurrencyLimit(Dependency dependency) {
        return limits.limit(dependency);
    }

    /** No message is asked for from now on; what is in work goes on. */
    public void pause(Operator operator) {
        gate.pause();
        OperatorLog.changed(operator, "pause", fields -> {});
    }

    /** Takes a pause back. */
    public void resume(Operator operator) {
        gate.resume();
        OperatorLog.changed(operator, "resume", fields -> {});
    }

    public boolean isPaused() {
        return gate.isPaused();
    }
}
