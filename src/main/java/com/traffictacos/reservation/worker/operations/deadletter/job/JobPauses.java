package com.traffictacos.reservation.worker.operations.deadletter.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The pauses of a job between two tries. Implementations are thread-safe. */
@FunctionalInterface
public interface JobPauses {

    /** Waits by the system's clock. A container that stops cancels the job. */
    JobPauses REAL = (cancelled, time) -> {
        try {
            return cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
            cancelled.countDown();
            return true;
        }
    };

    /**
     * Waits, and returns early if the job is cancelled.
     *
     * @param cancelled at zero once the job is cancelled
     * @return whether the job is cancelled
     */
    boolean isCancelledWithin(CountDownLatch cancelled, Duration time);
}
