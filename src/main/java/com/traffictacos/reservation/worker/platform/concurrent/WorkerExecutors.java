package com.traffictacos.reservation.worker.platform.concurrent;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The container's executors, as configured in {@code server.xml}.
 *
 * @param events runs deliveries, as many concurrently as there are permits
 * @param polling runs pollers and timers
 * @param settling runs requests that settle deliveries
 * @param threads creates the only thread that the JVM itself requires, its shutdown hook
 * @param failures records what the tasks throw
 */
public record WorkerExecutors(
        ExecutorService events,
        ScheduledExecutorService polling,
        ExecutorService settling,
        ThreadFactory threads,
        UnexpectedFailures failures) {

    /** The threads of {@link #polling}, as {@code server.xml} limits them. */
    public static final int POLLING_THREADS = 16;

    /** Each poller occupies a thread for the duration of its long poll; the other half is for timers. */
    public static final int MAX_POLLERS = POLLING_THREADS / 2;

    /** Creates executors with their own record of failures. */
    public WorkerExecutors(
            ExecutorService events, ScheduledExecutorService polling, ExecutorService settling, ThreadFactory threads) {
        this(events, polling, settling, threads, new UnexpectedFailures());
    }

    /**
     * Repeats a task until the executor stops. A scheduler silently cancels a repeated task at its first exception.
     * This method continues after any Throwable, which is counted and logged.
     */
    public void repeat(Place place, Duration first, Duration pause, Runnable task) {
        Future<?> unused = polling.scheduleWithFixedDelay(
                () -> failures.observe(place, task), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
