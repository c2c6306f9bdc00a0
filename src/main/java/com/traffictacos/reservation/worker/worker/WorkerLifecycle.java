package com.traffictacos.reservation.worker.worker;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Starts the worker with the application and drains it with the application's stop. */
@Singleton
public class WorkerLifecycle {

    /** Where the worker stands. */
    public enum State {
        STARTING,
        RUNNING,
        DRAINING,
        STOPPED
    }

    private final DressRehearsal dressRehearsal;
    private final PollLoop pollLoop;
    private final Drain drain;
    private final Leases leases;
    private final Conclusions conclusions;
    private volatile State state = State.STARTING;

    @Inject
    public WorkerLifecycle(
            DressRehearsal dressRehearsal, PollLoop pollLoop, Drain drain, Leases leases, Conclusions conclusions) {
        this.dressRehearsal = dressRehearsal;
        this.pollLoop = pollLoop;
        this.drain = drain;
        this.leases = leases;
        this.conclusions = conclusions;
    }

    /** Where the worker stands at this moment. */
    public State state() {
        return state;
    }

    /** After {@link SettingsGate}, which has ended the process if a setting is wrong. */
    void start(@Observes @Priority(Interceptor.Priority.APPLICATION) Startup startup) {
        leases.start();
        pollLoop.start(dressRehearsal.begin());
        state = State.RUNNING;
        conclusions.started();
    }

    /** Blocks until the worker is drained: the server waits for it before it takes the application down. */
    void stop(@Observes Shutdown shutdown) {
        if (state != State.RUNNING) {
            return;
        }
        state = State.DRAINING;
        long begun = System.nanoTime();
        drain.run();
        state = State.STOPPED;
        conclusions.drained(Duration.ofNanos(System.nanoTime() - begun));
    }
}
