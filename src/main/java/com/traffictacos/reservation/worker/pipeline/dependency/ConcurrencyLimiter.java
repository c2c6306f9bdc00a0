package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the concurrent calls of one service to the value of its {@link AdaptiveLimit}. Other calls wait for a slot, in
 * the order of their arrival. Takes no lock while the limit is at its full width and answers are quick. Safe for use by
 * any number of threads.
 */
final class ConcurrencyLimiter {

    private final int max;
    private final long quickNanos;
    private final Runnable onChange;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder quickCalls = new LongAdder();
    private final LongAdder quickSum = new LongAdder();
    private final LongAccumulator fastest = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();

    // Guarded by the lock.
    private final AdaptiveLimit adaptive;

    private volatile int limit;
    private volatile boolean late;

    /**
     * @param max the width of the pool
     * @param deadline the timeout of a call
     * @param onChange called after each change of the limit, on the thread of the call that caused it
     */
    ConcurrencyLimiter(int max, Duration deadline, Runnable onChange) {
        this.max = max;
        this.adaptive = new AdaptiveLimit(max, deadline, System.nanoTime());
        this.quickNanos = (long) adaptive.quickNanos();
        this.onChange = onChange;
        this.limit = max;
    }

    /** The maximum number of concurrent calls. */
    int limit() {
        return limit;
    }

    /** Whether the limit is below the width of the pool. */
    boolean isReduced() {
        return limit < max;
    }

    /** Whether the limit can be lowered in response to late calls. */
    boolean canShrink() {
        return limit > 1;
    }

    /** Whether a call would wait for a slot. */
    boolean isFull() {
        return isReduced() && inFlight.get() >= limit;
    }

    /**
     * Takes a slot.
     *
     * @return false if no slot became free in that time
     */
    boolean acquire(Duration atMost) throws InterruptedException {
        if (!isReduced()) {
            inFlight.incrementAndGet();
            return true;
        }
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            boolean mayPass = !lock.hasWaiters(freed);
            while (isFull() || !mayPass) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
                mayPass = true;
            }
            inFlight.incrementAndGet();
            if (!isFull()) {
                freed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The number of calls that wait for a slot at this moment. */
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(freed);
        } finally {
            lock.unlock();
        }
    }

    /** Releases a slot. */
    void release() {
        inFlight.decrementAndGet();
        if (isReduced()) {
            lock.lock();
            try {
                freed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Records a call that was answered in time; times by {@link System#nanoTime()}. */
    void answered(long begun, long now) {
        long took = now - begun;
        if (!isReduced() && !late && took < quickNanos) {
            quickCalls.increment();
            quickSum.add(took);
            fastest.accumulate(Math.max(1, took));
            return;
        }
        learn(() -> adaptive.answered(begun, now));
    }

    /** Records a call that was not answered in time; times by {@link System#nanoTime()}. */
    void late(String reservation, long begun, long now) {
        learn(() -> adaptive.late(reservation, begun, now));
    }

    private void learn(Runnable lesson) {
        boolean changed;
        lock.lock();
        try {
            adaptive.quick(quickCalls.sumThenReset(), quickSum.sumThenReset(), fastest.getThenReset());
            lesson.run();
            late = adaptive.isLate();
            int now = adaptive.limit();
            changed = now != limit;
            limit = now;
            if (changed) {
                freed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (changed) {
            onChange.run();
        }
    }
}
