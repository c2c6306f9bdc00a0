package com.traffictacos.reservation.worker.operations.deadletter;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one scan run at a time, since two would hide dead letters from each other. Thread-safe. */
final class ScanTurn {

    /** How soon a call that waits for its turn notices that its caller has left. */
    private static final Duration CHECK = Duration.ofMillis(200);

    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean stopping;

    /**
     * Runs a scan when no other one runs.
     *
     * @throws CancellationException if the caller has left meanwhile, or the container stops
     */
    <T> T take(Supplier<T> scan) {
        await();
        try {
            return scan.get();
        } finally {
            turn.unlock();
        }
    }

    private void await() {
        try {
            while (!turn.tryLock(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isOver()) {
                    throw new CancellationException();
                }
            }
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    /** Whether the scan of the current thread is in vain. */
    boolean isOver() {
        return stopping || Thread.currentThread().isInterrupted() || CurrentCaller.hasLeft();
    }

    /** Ends every scan, for good. */
    void stop() {
        stopping = true;
    }

    /** Waits until no scan runs. */
    void awaitFree(Duration timeout) throws InterruptedException {
        if (turn.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            turn.unlock();
        }
    }
}
