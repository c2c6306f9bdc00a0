package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides whether messages may be received: without restriction, one message as a probe while a service is down, or
 * none while an operator has paused the worker or the worker stops. Safe for use by any number of threads.
 */
@Singleton
public final class PollGate {

    /** A waiting poller reports activity at this interval, so that it can be distinguished from a stalled one. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final DependencyOutages outages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<String> probe = Optional.empty();
    private boolean probeOut;
    private boolean paused;
    private boolean closed;

    @Inject
    public PollGate(DependencyOutages outages) {
        this.outages = outages;
    }

    /** What a poller may do next. */
    public enum Pass {
        /** Receive as many messages as there are permits. */
        ALL,
        /** Receive one message and report its result. */
        PROBE,
        /** Receive nothing now and ask again. */
        WAIT,
        /** Receive nothing any more. */
        CLOSED
    }

    /** Waits for a pass, for a limited time. */
    Pass enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long deadline = System.nanoTime() + SIGN_OF_LIFE.toNanos();
            while (true) {
                if (closed) {
                    return Pass.CLOSED;
                }
                long wait = deadline - System.nanoTime();
                if (wait <= 0) {
                    return Pass.WAIT;
                }
                if (!paused && !outages.narrowsPolling()) {
                    return Pass.ALL;
                }
                if (!paused && !probeOut) {
                    long untilProbe = outages.untilProbe().toNanos();
                    if (untilProbe <= 0) {
                        begin();
                        return Pass.PROBE;
                    }
                    wait = Math.min(wait, untilProbe);
                }
                long unused = changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        probeOut = true;
        outages.probeBegan();
    }

    /** A probe has received a message, whose delivery tests the service, or no message. */
    void probeCameBack(List<ReceivedMessage> messages) {
        lock.lock();
        try {
            probe = messages.stream().findFirst().map(ReceivedMessage::messageId);
            if (probe.isEmpty()) {
                probeOver(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A delivery has ended, and {@link DependencyOutages} has recorded the results of its calls. */
    void ended(ReceivedMessage message) {
        lock.lock();
        try {
            if (probeOut && probe.filter(message.messageId()::equals).isPresent()) {
                probeOver(true);
            } else if (probeOut || lock.hasWaiters(changed)) {
                // The delivery may have ended the outage.
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void probeOver(boolean delivered) {
        probe = Optional.empty();
        probeOut = false;
        outages.probeEnded(delivered);
        changed.signalAll();
    }

    /** Stops receiving; deliveries in flight continue. For operators. */
    public void pause() {
        setPaused(true);
    }

    /** Ends a pause. */
    public void resume() {
        setPaused(false);
    }

    private void setPaused(boolean now) {
        lock.lock();
        try {
            paused = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether an operator has paused the worker. */
    public boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** Whether pollers other than the first have nothing to do at present. */
    boolean isNarrow() {
        return isPaused() || outages.narrowsPolling();
    }

    /** Closes the gate permanently. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
