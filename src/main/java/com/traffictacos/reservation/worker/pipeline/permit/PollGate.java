package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides whether messages may be received: without restriction, one message as a probe while a service is down, or
 * none while an operator has paused the worker or the fleet, or the worker stops. Safe for use by any number of threads.
 */
@SingletonBean
public final class PollGate {

    /** A waiting poller reports activity at this interval, so that it can be distinguished from a stalled one. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final DependencyOutages outages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean probeOut;
    private boolean paused;
    private boolean fleetPaused;
    private boolean closed;

    @Inject
    public PollGate(DependencyOutages outages) {
        this.outages = outages;
    }

    /** What a poller may do next. */
    public enum PollDecision {
        /** Receive as many messages as there are permits. */
        RECEIVE,
        /** Receive one message and report its result. */
        PROBE,
        /** Receive nothing now and ask again. */
        WAIT,
        /** Receive nothing any more. */
        STOP
    }

    /** Waits, for a limited time, until messages may be received. */
    PollDecision enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long deadline = System.nanoTime() + HEARTBEAT.toNanos();
            while (true) {
                if (closed) {
                    return PollDecision.STOP;
                }
                long wait = deadline - System.nanoTime();
                if (wait <= 0) {
                    return PollDecision.WAIT;
                }
                if (!isHeld() && !outages.isProbeOnly()) {
                    return PollDecision.RECEIVE;
                }
                if (!isHeld() && !probeOut) {
                    long untilProbe = outages.untilProbe().toNanos();
                    if (untilProbe <= 0) {
                        begin();
                        return PollDecision.PROBE;
                    }
                    wait = Math.min(wait, untilProbe);
                }
                long unused = changed.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether what a poller was allowed before it waited for permits and memory is still allowed. */
    boolean stillAllows(PollDecision decision) {
        return switch (decision) {
            case RECEIVE -> !isSinglePollerOnly();
            case PROBE -> !isWaitingForOperator();
            case WAIT, STOP -> false;
        };
    }

    private boolean isHeld() {
        return paused || fleetPaused;
    }

    private void begin() {
        probeOut = true;
        outages.probeBegan();
    }

    /** The receive of a probe found no message that could test the service. */
    void probeUnused() {
        lock.lock();
        try {
            probeOver(false);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A delivery has ended, and {@link DependencyOutages} has recorded the results of its calls.
     *
     * @param probe whether it tested a service that was down
     */
    void ended(boolean probe) {
        lock.lock();
        try {
            if (probe) {
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

    /** Stops or continues receiving, beside the pause of this worker: with all workers, or until it is known what they do. */
    public void setFleetPaused(boolean now) {
        lock.lock();
        try {
            fleetPaused = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether an operator has paused this worker. */
    public boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    private boolean isWaitingForOperator() {
        lock.lock();
        try {
            return isHeld();
        } finally {
            lock.unlock();
        }
    }

    /** Whether pollers other than the first have nothing to do at present. */
    boolean isSinglePollerOnly() {
        return isWaitingForOperator() || outages.isProbeOnly();
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
