package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.inflight.LeaseRenewer;
import com.traffictacos.reservation.worker.pipeline.process.UnfinishedDeliveries;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import com.traffictacos.reservation.worker.pipeline.warmup.WarmUp;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts the worker when the application starts, and drains it when the application stops. In operations mode neither
 * warm-up nor receives begin; the rest of the start and the stop are the same.
 */
@SingletonBean
public class WorkerLifecycle {

    /** The state of the worker. */
    public enum State {
        /** Until the warm-up has ended and the start conditions are met; the worker takes no messages yet. */
        STARTING,
        RUNNING,
        DRAINING,
        STOPPED
    }

    private final WarmUp warmUp;
    private final StartConditions conditions;
    private final PollLoop pollLoop;
    private final Drain drain;
    private final LeaseRenewer leases;
    private final UnfinishedDeliveries unfinished;
    private final DeliveryLedger ledger;
    private final WorkerObserver observer;
    private final WorkerMode mode;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private volatile boolean begun;

    @Inject
    public WorkerLifecycle(
            WarmUp warmUp,
            StartConditions conditions,
            PollLoop pollLoop,
            Drain drain,
            LeaseRenewer leases,
            UnfinishedDeliveries unfinished,
            DeliveryLedger ledger,
            WorkerObserver observer,
            WorkerMode mode) {
        this.warmUp = warmUp;
        this.conditions = conditions;
        this.pollLoop = pollLoop;
        this.drain = drain;
        this.leases = leases;
        this.unfinished = unfinished;
        this.ledger = ledger;
        this.observer = observer;
        this.mode = mode;
    }

    /** The current state of the worker. */
    public State state() {
        return state.get();
    }

    /** Runs after {@link StartupCheck}, which has ended the process if a setting is invalid. */
    public void start(@Observes @Priority(Interceptor.Priority.APPLICATION) Startup startup) {
        begun = true;
        if (mode == WorkerMode.OPERATIONS) {
            CompletionStage<Void> unused = conditions.begin().thenRun(this::run);
            return;
        }
        leases.start();
        CompletionStage<Void> met = conditions.begin();
        // Do not block on either step here: their tasks run only after the application has started, and the application
        // start waits for this method.
        pollLoop.start(warmUp.begin().thenCombine(met, (warm, watched) -> null).thenRun(this::run));
    }

    private void run() {
        if (state.compareAndSet(State.STARTING, State.RUNNING)) {
            observer.started();
        }
    }

    /**
     * Blocks until the worker is drained; the server waits for this before it stops the application. Also called during
     * the start, when the first receive may be in progress.
     */
    public void stop(@Observes Shutdown shutdown) {
        State before = state.getAndUpdate(now -> now == State.STOPPED ? now : State.DRAINING);
        if (!begun || before == State.DRAINING || before == State.STOPPED) {
            return;
        }
        conditions.stop();
        long beginning = System.nanoTime();
        drain.run();
        unfinished.close();
        state.set(State.STOPPED);
        observer.drained(ledger.balance(), Duration.ofNanos(System.nanoTime() - beginning));
    }
}
