package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * One permit per worker. A permit is taken for each message before the message is requested. It is released when its
 * worker is free, or earlier for the next message ({@link Prefetch}). So the worker holds no message whose lease would expire
 * while the message waits for a worker. Safe for use by any number of threads.
 */
@SingletonBean
public final class Permits {

    private final int total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Only one caller collects permits at a time: if two callers waited for a full batch, both would wait longer.
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile IntSupplier lent = () -> 0;
    private int free;
    private volatile int allowed;
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
     * How long to wait for more permits once the first is available: a fuller batch costs fewer requests, an idle
     * worker costs throughput.
     *
     * <p>Messages that were received together end at about the same time, so permits are released in bursts. The best
     * moment to request more messages is right after a burst.
     *
     * @param enough the number of permits that justifies a request; with fewer, the caller waits for the next burst
     * @param quiet a burst is over when no permit was released for this long
     * @param linger the longest wait after the first permit became available
     */
    public record FillPolicy(int enough, Duration quiet, Duration linger) {

        /** Takes the available permits without waiting for more. */
        public static final FillPolicy NONE = new FillPolicy(1, Duration.ZERO, Duration.ZERO);
    }

    /**
     * Waits for a permit, then for a limited time for more.
     *
     * @param wanted the maximum number of permits; 1 or more
     * @return 1 to {@code wanted}; zero only if the permits are closed
     */
    public int take(int wanted, FillPolicy policy) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            lock.lockInterruptibly();
            try {
                while (!closed) {
                    while (usable() <= 0 && !closed) {
                        changed.await();
                    }
                    gather(wanted, policy);
                    int taken = Math.min(usable(), wanted);
                    // The limit may have been lowered in the meantime.
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

    private void gather(int wanted, FillPolicy policy) throws InterruptedException {
        long now = System.nanoTime();
        long lingerUntil = now + policy.linger().toNanos();
        long quietUntil = now + policy.quiet().toNanos();
        int seen = usable();
        while (usable() < wanted && !closed) {
            long left = lingerUntil - now;
            if (usable() >= Math.min(policy.enough(), wanted)) {
                left = Math.min(left, quietUntil - now);
            }
            if (left <= 0) {
                return;
            }
            long unused = changed.awaitNanos(left);
            now = System.nanoTime();
            if (usable() > seen) {
                seen = usable();
                quietUntil = now + policy.quiet().toNanos();
            }
        }
    }

    /**
     * The number of free permits that may be taken: lent ones are free and their workers are not, so they count as in use
     * while the number is limited. Called with the lock held.
     */
    private int usable() {
        return isLimited() ? free - lent.getAsInt() - (total - allowed) : free;
    }

    /** @param count the number of free permits whose workers are not free ({@link Prefetch}) */
    void countLent(IntSupplier count) {
        lent = count;
    }

    /**
     * Limits how many permits may be in use at a time, from now on. Permits in use beyond the limit stay in use until
     * they are released.
     *
     * @param count at least 1; at most the total. Read with the lock held, so that of several concurrent limits the
     *     last one applies
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

    /** Whether fewer than all permits may be in use at present. Takes no lock. */
    boolean isLimited() {
        return allowed < total;
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

    /** Releases permits. */
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

    /** From now on no permit can be taken; waiting callers return with none. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number of free permits at this moment. */
    public int free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** The total number of permits. */
    public int total() {
        return total;
    }
}
