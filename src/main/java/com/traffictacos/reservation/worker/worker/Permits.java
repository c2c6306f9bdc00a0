package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.config.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * As many permits as there are workers. One is taken for each message before it is asked for, and given back when its
 * handler has ended: so the worker never holds a message that nobody is free to work on, whose lease would run out while
 * it waits. Safe for use by any number of threads.
 */
@Singleton
public final class Permits {

    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Only one taker gathers at a time: two that wait for a full hand each would both wait longer.
    private final ReentrantLock turn = new ReentrantLock(true);
    private int free;
    private boolean closed;

    @Inject
    public Permits(Settings.Worker settings) {
        this(settings.concurrency());
    }

    Permits(int total) {
        this.total = total;
        this.free = total;
    }

    /**
     * Waits for a permit, then a little longer for more.
     *
     * @param wanted how many at most; 1 or more
     * @param linger how long to wait for the rest once the first is there: a fuller batch costs fewer requests, an idle
     *     worker costs throughput
     * @return 1 to {@code wanted}; zero only if the permits are closed
     */
    public int take(int wanted, Duration linger) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            lock.lockInterruptibly();
            try {
                while (free == 0 && !closed) {
                    changed.await();
                }
                long nanos = linger.toNanos();
                while (free < wanted && !closed && nanos > 0) {
                    nanos = changed.awaitNanos(nanos);
                }
                if (closed) {
                    return 0;
                }
                int taken = Math.min(free, wanted);
                free -= taken;
                return taken;
            } finally {
                lock.unlock();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Gives permits back. */
    public void release(int count) {
        lock.lock();
        try {
            free += count;
            if (free > total) {
                throw new IllegalStateException(free + " permits free of " + total);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No permit is given out from now on; takers that wait go away with none. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every permit is back; false if the time ran out first. */
    public boolean awaitAllFree(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = timeout.toNanos();
            while (free < total) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How many are free at this moment. */
    public int free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** How many there are. */
    public int total() {
        return total;
    }
}
