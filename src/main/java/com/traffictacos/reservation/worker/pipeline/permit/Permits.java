package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * As many permits as there are workers. One is taken for each message before it is asked for, and given back when its
 * worker is free, or about to be ({@link Prefetch}): so the worker holds no message whose lease would run out while
 * it waits for somebody to work on it. Safe for use by any number of threads.
 */
@Singleton
public final class Permits {

    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Only one taker gathers at a time: two that wait for a full hand each would both wait longer.
    private final ReentrantLock turn = new ReentrantLock(true);
    private int free;
    private int allowed;
    private boolean closed;

    @Inject
    public Permits(Settings.Worker settings) {
        this(settings.concurrency());
    }

    Permits(int total) {
        this.total = total;
        this.free = total;
        this.allowed = total;
    }

    /**
     * How long to wait for more permits once the first is there: a fuller batch costs fewer requests, an idle worker
     * costs throughput.
     *
     * <p>Messages that were received together are done at about the same time, so permits come back in flocks. The best
     * moment to ask for more is right after a flock.
     *
     * @param enough so many are worth a request of their own; less waits for the next flock
     * @param quiet a flock is over when no permit has come for this long
     * @param linger when the first permit has waited for this long, nothing more is waited for
     */
    public record Patience(int enough, Duration quiet, Duration linger) {

        /** Takes what is there. */
        public static final Patience NONE = new Patience(1, Duration.ZERO, Duration.ZERO);
    }

    /**
     * Waits for a permit, then a little longer for more.
     *
     * @param wanted how many at most; 1 or more
     * @return 1 to {@code wanted}; zero only if the permits are closed
     */
    public int take(int wanted, Patience patience) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            lock.lockInterruptibly();
            try {
                while (!closed) {
                    while (usable() <= 0 && !closed) {
                        changed.await();
                    }
                    gather(wanted, patience);
                    int taken = Math.min(usable(), wanted);
                    // The bound may have been lowered meanwhile.
                    if (taken > 0 && !closed) {
                        free -= taken;
                        return taken;
                    }
                }
                return 0;
            } finally {
                lock.unlock();
            }
        } finally {
            turn.unlock();
        }
    }

    private void gather(int wanted, Patience patience) throws InterruptedException {
        long now = System.nanoTime();
        long lingerUntil = now + patience.linger().toNanos();
        long quietUntil = now + patience.quiet().toNanos();
        int seen = usable();
        while (usable() < wanted && !closed) {
            long left = lingerUntil - now;
            if (usable() >= Math.min(patience.enough(), wanted)) {
                left = Math.min(left, quietUntil - now);
            }
            if (left <= 0) {
                return;
            }
            long unused = changed.awaitNanos(left);
            now = System.nanoTime();
            if (usable() > seen) {
                seen = usable();
                quietUntil = now + patience.quiet().toNanos();
            }
        }
    }

    /** Free permits that may be taken. Called with the lock held. */
    private int usable() {
        return free - (total - allowed);
    }

    /**
     * Bounds how many permits may be out at a time, from now on. Those that are out beyond it stay out until they come
     * back.
     *
     * @param count at least 1; no more than there are. Read with the lock held, so that of several bounds the last one holds
     */
    public void limitTo(IntSupplier count) {
        lock.lock();
        try {
            allowed = Math.clamp(count.getAsInt(), 1, total);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a permit could be taken at this moment. */
    public boolean isAvailable() {
        lock.lock();
        try {
            return usable() > 0;
        } finally {
            lock.unlock();
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
