package com.traffictacos.reservation.worker.operator;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.worker.Outages;
import com.traffictacos.reservation.worker.worker.PollGate;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What this worker takes, and what keeps it from taking more: pauses it and lets it go on. A pause holds for this process alone and ends with it. Safe for use by any number
 * of threads.
 */
@Singleton
public final class Polling {

    private final PollGate gate;
    private final Outages outages;
    private final String queueName;

    @Inject
    public Polling(PollGate gate, Outages outages, Settings.Queue settings) {
        this.gate = gate;
        this.outages = outages;
        String path = settings.url().getPath();
        this.queueName = path.substring(path.lastIndexOf('/') + 1);
    }

    /** The queue that messages are taken from. */
    public String queueName() {
        return queueName;
    }

    /** How a service stands, as deliveries find it; while one is down, a probe at a time is taken. */
    public Outages.State state(Dependency dependency) {
        return outages.state(dependency);
    }

    /** No message is asked for from now on; what is in work goes on. */
    public void pause(Operator operator) {
        gate.pause();
        AuditLog.changed(operator, "pause", fields -> {});
    }

    /** Takes a pause back. */
    public void resume(Operator operator) {
        gate.resume();
        AuditLog.changed(operator, "resume", fields -> {});
    }

    public boolean isPaused() {
        return gate.isPaused();
    }
}
