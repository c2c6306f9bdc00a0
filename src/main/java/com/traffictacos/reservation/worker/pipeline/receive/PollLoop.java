package com.traffictacos.reservation.worker.pipeline.receive;

import com.traffictacos.reservation.worker.pipeline.delivery.Backoff;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.dispatch.Dispatcher;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants.PollGrant;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Receives messages and passes them to the {@link Dispatcher}. One poller always runs. While receives return full
 * batches, more pollers start, so that a deep queue keeps the whole pool busy; they end with the first empty receive.
 * An idle worker makes one long poll at a time.
 *
 * <p>An error never ends a poller: it pauses, 1 s doubling to 30 s, and continues. Started and stopped once, by the
 * {@code WorkerLifecycle}.
 */
@SingletonBean
public final class PollLoop {

    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /**
     * The pause after a receive that has found fewer messages than it asked for. The messages of that time come with one
     * receive instead of one each: at 100 events per second an eighth of the receives.
     */
    private static final Duration GATHERING = Duration.ofMillis(80);

    private final MessageQueue queue;
    private final Dispatcher dispatcher;
    private final PermitGrants grants;
    private final DeliveryLedger ledger;
    private final WorkerObserver observer;
    private final ScheduledExecutorService executor;
    private final UnexpectedFailures unexpected;
    private final TerminationSignal termination;
    private final PollActivity activity;
    private final PollerCount pollers;
    private final ReceiveStop stop;

    @Inject
    public PollLoop(
            MessageQueue queue,
            Dispatcher dispatcher,
            PermitGrants grants,
            DeliveryLedger ledger,
            WorkerObserver observer,
            WorkerExecutors executors,
            TerminationSignal termination,
            PollActivity activity) {
        this.queue = queue;
        this.dispatcher = dispatcher;
        this.grants = grants;
        this.ledger = ledger;
        this.observer = observer;
        this.executor = executors.polling();
        this.unexpected = executors.failures();
        this.termination = termination;
        this.activity = activity;
        this.pollers =
                new PollerCount(Math.clamp(grants.workers() / MessageQueue.MAX_BATCH, 1, WorkerExecutors.MAX_POLLERS));
        this.stop = new ReceiveStop(queue, grants);
    }

    /** Starts receiving once the given stage is completed. */
    public void start(CompletionStage<?> ready) {
        // On SIGTERM the server waits up to half a minute for its threads before it notifies the application. It would
        // wait for a poller in its long poll; the signal comes immediately and ends that.
        termination.onTermination(stop::closeGently);
        activity.begins();
        if (pollers.tryJoin()) {
            CompletionStage<?> unused = ready.whenComplete((done, failure) -> schedule(Duration.ZERO));
        }
    }

    /**
     * Stops receiving: waiting receives are ended, and the messages that they still return go back to the queue.
     *
     * @return whether every receive has returned; false if the timeout expired first
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        stop.closeGently();
        return stop.awaitReceives(timeout);
    }

    private void schedule(Duration delay) {
        try {
            Future<?> unused = executor.schedule(this::runPoller, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            pollers.leave();
        }
    }

    private void runPoller() {
        // Registers before the flag is read, so that a stop either waits for this poller or is seen by it.
        stop.register();
        try {
            while (!stop.isStopping()) {
                if (grants.isSinglePollerOnly() && pollers.tryLeave()) {
                    return;
                }
                PollGrant grant = grants.next();
                activity.moved();
                switch (grant.decision()) {
                    case WAIT -> {}
                    case STOP -> {
                        return;
                    }
                    case RECEIVE, PROBE -> {
                        if (!receive(grant)) {
                            return;
                        }
                    }
                }
            }
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
        } catch (Throwable failure) {
            unexpected.record(Place.POLL, failure);
            goOnAfter(PAUSES.jitteredDelay(activity.failed()));
        } finally {
            stop.deregister();
        }
    }

    /** Receives once and passes the messages on; false if the poller must end. */
    private boolean receive(PollGrant grant) throws InterruptedException {
        List<ReceivedMessage> messages;
        long askedNanos = System.nanoTime();
        // Catches every Throwable: after any error the loop pauses and continues.
        try {
            activity.receiveBegins();
            messages = Objects.requireNonNull(queue.receive(grant.permits().size()));
        } catch (Throwable failure) {
            grants.receiveFailed(grant);
            if (!stop.isStopping()) {
                pauseAfter(failure);
            }
            return false;
        } finally {
            activity.receiveEnds();
        }
        activity.succeeded();
        ledger.received(messages.size());
        observer.received(messages, Duration.ofNanos(System.nanoTime() - askedNanos));
        unexpected.observe(Place.POLL, () -> grants.received(grant, messages));
        if (stop.isStopping()) {
            dispatcher.release(grant.permit(messages));
        } else if (!dispatcher.dispatch(grant.permit(messages))) {
            // The container closes the pool before it notifies the application of the stop. Without this, the worker
            // would receive and return the same messages repeatedly until then.
            stop.close();
        }
        if (messages.size() == MessageQueue.MAX_BATCH && pollers.tryJoin()) {
            schedule(Duration.ZERO);
        }
        if (messages.isEmpty()) {
            return !pollers.tryLeave();
        }
        if (messages.size() < grant.permits().size()) {
            stop.await(GATHERING);
        }
        return true;
    }

    /** After a failure only one poller continues, so that a failing queue gets no parallel requests. */
    private void pauseAfter(Throwable failure) {
        Duration pause = PAUSES.jitteredDelay(activity.failed());
        observer.receiveFailed(failure, pause);
        goOnAfter(pause);
    }

    private void goOnAfter(Duration pause) {
        if (!pollers.tryLeave()) {
            schedule(pause);
        }
    }
}
