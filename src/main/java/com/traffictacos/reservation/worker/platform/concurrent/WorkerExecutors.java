package com.traffictacos.reservation.worker.platform.concurrent;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The container's executors, as {@code server.xml} tunes them.
 *
 * @param events runs deliveries, as many side by side as there are permits
 * @param polling runs receive lanes and timers
 * @param settling runs requests that settle deliveries
 * @param threads makes the one thread that the JVM itself asks for, its shutdown hook
 * @param failures is told what their tasks throw
 */
public record WorkerExecutors(
        ExecutorService events,
        ScheduledExecutorService polling,
        ExecutorService settling,
        ThreadFactory threads,
        UnexpectedFailures failures) {

    /** With failures that nobody else counts. */
    public WorkerExecutors(
            ExecutorService events, ScheduledExecutorService polling, ExecutorService settling, ThreadFactory threads) {
        this(events, polling, settling, threads, new UnexpectedFailures());
    }

    /**
     * Repeats a task until the executor stops. A scheduler ends a repeated task at its first exception, silently; this one
     * goes on after any Throwable, which is counted and logged.
     */
    public void repeat(Place place, Duration first, Duration pause, Runnable task) {
        Future<?> unused = polling.scheduleWithFixedDelay(
                () -> failures.observe(place, task), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
