package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryRecorder;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import com.traffictacos.reservation.worker.pipeline.warmup.WarmUp;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** Starts the worker with the application and drains it with the application's stop. */
@Singleton
public class WorkerLifecycle {

    /** Where the worker stands. */
    public enum State {
        /** Up to the moment when it is warm and can be watched; it takes no messages yet. */
        STARTING,
        RUNNING,
        DRAINING,
        STOPPED
    }

    private final WarmUp dressRehearsal;
    private final StartConditions conditions;
    private final PollLoop pollLoop;
    private final Drain drain;
    private final InFlightMessages leases;
    private final DeliveryRecorder conclusions;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private volatile boolean begun;

    @Inject
    public WorkerLifecycle(
            WarmUp dressRehearsal,
            StartConditions conditions,
            PollLoop pollLoop,
            Drain drain,
            InFlightMessages leases,
            DeliveryRecorder conclusions) {
        this.dressRehearsal = dressRehearsal;
        this.conditions = conditions;
        this.pollLoop = pollLoop;
        this.drain = drain;
        this.leases = leases;
        this.conclusions = conclusions;
    }

    /** Where the worker stands at this moment. */
    public State state() {
        return state.get();
    }

    /** After {@link StartupCheck}, which has ended the process if a setting is wrong. */
    public void start(@Observes @Priority(Interceptor.Priority.APPLICATION) Startup startup) {
        begun = true;
        leases.start();
        CompletionStage<Void> met = conditions.begin();
        // Neither step may be awaited here: their tasks run when the application has started, which waits for this.
        pollLoop.start(
                dressRehearsal.begin().thenCombine(met, (warm, watched) -> null).thenRun(this::run));
    }

    private void run() {
        if (state.compareAndSet(State.STARTING, State.RUNNING)) {
            conclusions.started();
        }
    }

    /**
     * Blocks until the worker is drained: the server waits for it before it takes the application down. In the middle of
     * the start too: the first receive may be under way.
     */
    public void stop(@Observes Shutdown shutdown) {
        State before = state.getAndUpdate(now -> now == State.STOPPED ? now : State.DRAINING);
        if (!begun || before == State.DRAINING || before == State.STOPPED) {
            return;
        }
        conditions.stop();
        long beginning = System.nanoTime();
        drain.run();
        state.set(State.STOPPED);
        conclusions.drained(Duration.ofNanos(System.nanoTime() - beginning));
    }
}
