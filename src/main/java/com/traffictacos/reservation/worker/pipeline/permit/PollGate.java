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
 * Says whether messages may be asked for: all at will, one as a probe while a service is down, none while an operator has
 * paused the worker or it stops. Safe for use by any number of threads.
 */
@Singleton
public final class PollGate {

    /** A lane that waits shows itself this often, so that a stuck one can be told from it. */
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

    /** What a lane may do next. */
    public enum Pass {
        /** Ask for as many as there are permits. */
        ALL,
        /** Ask for one message, and say what has become of it. */
        PROBE,
        /** Nothing yet: come again. */
        WAIT,
        /** Nothing ever again. */
        CLOSED
    }

    /** Waits for a pass, for a while. */
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

    /** A probe has brought a message, whose delivery finds out, or none. */
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

    /** A delivery has ended, and what it tells about the services is known to {@link DependencyOutages}. */
    void ended(ReceivedMessage message) {
        lock.lock();
        try {
            if (probeOut && probe.filter(message.messageId()::equals).isPresent()) {
                probeOver(true);
            } else if (probeOut || lock.hasWaiters(changed)) {
                // It may have found the service back.
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

    /** Asks for no messages from now on; what is in work goes on. For operators. */
    public void pause() {
        setPaused(true);
    }

    /** Takes a pause back. */
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

    /** Whether lanes beside the first have nothing to do here. */
    boolean isNarrow() {
        return isPaused() || outages.narrowsPolling();
    }

    /** Lets nobody pass any more. */
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
