package com.traffictacos.reservation.worker.pipeline.receive;

import com.traffictacos.reservation.worker.pipeline.delivery.Backoff;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryRecorder;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dispatch.Dispatcher;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants.Grant;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Receives messages and passes them to the {@link Dispatcher}. One poller always runs. While receives return full
 * batches, more pollers start, so that a deep queue keeps the whole pool busy; they end with the first empty receive.
 * An idle worker makes one long poll at a time.
 *
 * <p>An error never ends a poller: it pauses, 1 s doubling to 30 s, and continues. Started and stopped once, by the
 * {@code WorkerLifecycle}.
 */
@Singleton
public final class PollLoop {

    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final int MOST_LANES = 8;

    /** A queue that has messages answers within this time; a long poll that lasts longer has found none. */
    private static final Duration ANSWER_UNDER_WAY = Duration.ofMillis(250);

    /** Longer than a long poll (20 s) plus its socket timeout, and longer than the longest pause. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(50);

    private final MessageQueue queue;
    private final Dispatcher dispatcher;
    private final PermitGrants intake;
    private final DeliveryRecorder conclusions;
    private final ScheduledExecutorService executor;
    private final UnexpectedFailures unexpected;
    private final Thread onTermination;
    private final int mostLanes;

    private final AtomicInteger lanes = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Phaser receives = new Phaser(1);
    private volatile boolean stopping;
    private volatile long lastMoveNanos = System.nanoTime();

    @Inject
    public PollLoop(
            MessageQueue queue,
            Dispatcher dispatcher,
            PermitGrants intake,
            DeliveryRecorder conclusions,
            WorkerExecutors executors) {
        this.queue = queue;
        this.dispatcher = dispatcher;
        this.intake = intake;
        this.conclusions = conclusions;
        this.executor = executors.polling();
        this.unexpected = executors.failures();
        this.onTermination = executors.threads().newThread(this::closeGently);
        this.mostLanes = Math.clamp(intake.workers() / MessageQueue.MAX_BATCH, 1, MOST_LANES);
    }

    /** Starts receiving once the given stage is completed. */
    public void start(CompletionStage<?> ready) {
        // On SIGTERM the server waits up to half a minute for its threads before it notifies the application. It would
        // wait for a poller in its long poll; the hook runs immediately and ends that.
        Runtime.getRuntime().addShutdownHook(onTermination);
        lanes.incrementAndGet();
        CompletionStage<?> unused = ready.whenComplete((done, failure) -> schedule(Duration.ZERO));
    }

    /**
     * Stops receiving: waiting receives are ended, and the messages that they still return go back to the queue.
     *
     * @return whether every receive has returned; false if the timeout expired first
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        closeGently();
        forgetTermination();
        int phase = receives.arrive();
        try {
            receives.awaitAdvanceInterruptibly(phase, timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        }
    }

    /** Removes the hook when the application is stopped without the JVM, for example by a redeployment. */
    private void forgetTermination() {
        try {
            Runtime.getRuntime().removeShutdownHook(onTermination);
        } catch (IllegalStateException terminating) {
            // The hook has run or is running.
        }
    }

    /**
     * Gives receives that are being answered the time to return: if they were cut off, their messages would stay
     * hidden.
     */
    private void closeGently() {
        stopping = true;
        intake.close();
        long deadline = System.nanoTime() + ANSWER_UNDER_WAY.toNanos();
        while (receives.getRegisteredParties() > 1 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        queue.stopReceiving();
    }

    private void closeForGood() {
        stopping = true;
        intake.close();
        queue.stopReceiving();
    }

    /** The number of consecutive failed receives; zero after a success. */
    public int failuresInARow() {
        return failures.get();
    }

    /** The time since a poller last requested permits, sent a request to the queue or got an answer. */
    public Duration sinceLastMove() {
        return Duration.ofNanos(System.nanoTime() - lastMoveNanos);
    }

    /**
     * Whether no poller is active although none has a reason to wait: neither a long poll, nor a pause, nor busy
     * workers.
     */
    public boolean isStuck() {
        return intake.isHungry() && sinceLastMove().compareTo(LONGEST_STANDSTILL) > 0;
    }

    private void schedule(Duration delay) {
        try {
            Future<?> unused = executor.schedule(this::runLane, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            lanes.decrementAndGet();
        }
    }

    private void runLane() {
        // Registers before the flag is read, so that a stop either waits for this poller or is seen by it.
        receives.register();
        try {
            while (!stopping) {
                if (intake.isNarrow() && leave()) {
                    return;
                }
                Grant grant = intake.next();
                lastMoveNanos = System.nanoTime();
                switch (grant.pass()) {
                    case WAIT -> {}
                    case CLOSED -> {
                        return;
                    }
                    case ALL, PROBE -> {
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
            goOnAfter(PAUSES.jitteredDelay(failures.incrementAndGet()));
        } finally {
            receives.arriveAndDeregister();
        }
    }

    /** Receives once and passes the messages on; false if the poller must end. */
    private boolean receive(Grant grant) {
        List<ReceivedMessage> messages;
        long askedNanos = System.nanoTime();
        // Catches every Throwable: after any error the loop pauses and continues.
        try {
            messages = Objects.requireNonNull(queue.receive(grant.permits()));
        } catch (Throwable failure) {
            intake.cameBackEmpty(grant);
            if (!stopping) {
                pauseAfter(failure);
            }
            return false;
        }
        failures.set(0);
        conclusions.received(messages, Duration.ofNanos(System.nanoTime() - askedNanos));
        unexpected.observe(Place.POLL, () -> intake.cameBack(grant, messages));
        if (stopping) {
            dispatcher.giveBack(messages);
        } else if (!dispatcher.dispatch(messages)) {
            // The container closes the pool before it notifies the application of the stop. Without this, the worker
            // would receive and return the same messages repeatedly until then.
            closeForGood();
        }
        if (messages.size() == MessageQueue.MAX_BATCH) {
            join();
        }
        return !messages.isEmpty() || !leave();
    }

    /** After a failure only one poller continues, so that a failing queue gets no parallel requests. */
    private void pauseAfter(Throwable failure) {
        Duration pause = PAUSES.jitteredDelay(failures.incrementAndGet());
        conclusions.receiveFailed(failure, pause);
        goOnAfter(pause);
    }

    private void goOnAfter(Duration pause) {
        if (!leave()) {
            schedule(pause);
        }
    }

    private void join() {
        int now = lanes.get();
        if (now < mostLanes && lanes.compareAndSet(now, now + 1)) {
            schedule(Duration.ZERO);
        }
    }

    /** Whether the calling poller may end; the last one may not. */
    private boolean leave() {
        int now = lanes.get();
        while (now > 1) {
            if (lanes.compareAndSet(now, now - 1)) {
                return true;
            }
            now = lanes.get();
        }
        return false;
    }
}
