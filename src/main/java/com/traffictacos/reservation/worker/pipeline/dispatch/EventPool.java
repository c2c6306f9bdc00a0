package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs deliveries on at most {@code WORKER_CONCURRENCY} threads of the managed executor for events. A thread takes one
 * delivery after the other, so that a busy pool costs the container nothing per event: no task is submitted and no
 * thread is woken. A thread without work is returned to the container after a while, and at once when the process is
 * asked to stop. Safe for use by any number of threads.
 */
@SingletonBean
public final class EventPool {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final Executor executor;
    private final int maxThreads;
    private final Duration keepAlive;
    private final UnexpectedFailures failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int threads;
    private int idle;
    private boolean closed;

    @Inject
    public EventPool(WorkerExecutors executors, Settings.Worker settings, TerminationSignal termination) {
        this(executors.events(), settings.concurrency(), KEEP_ALIVE, executors.failures());
        termination.onTermination(this::close);
    }

    EventPool(Executor executor, int maxThreads, Duration keepAlive, UnexpectedFailures failures) {
        this.executor = executor;
        this.maxThreads = maxThreads;
        this.keepAlive = keepAlive;
        this.failures = failures;
    }

    /**
     * Runs a task. What it throws is counted and logged, and its thread goes on.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the container accepts no tasks any more and no thread
     *     of the pool is left
     */
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (waiting.size() < idle) {
                waiting.add(task);
                added.signal();
                return;
            }
            if (threads == maxThreads) {
                waiting.add(task);
                return;
            }
            threads++;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(() -> runAll(task));
        } catch (Throwable refused) {
            end(refused);
        }
    }

    /** The container has refused a thread. */
    private void end(Throwable refused) {
        lock.lock();
        try {
            threads--;
        } finally {
            lock.unlock();
        }
        throw refused instanceof RuntimeException known ? known : new IllegalStateException(refused);
    }

    private void runAll(Runnable first) {
        Optional<Runnable> next = Optional.of(first);
        while (next.isPresent()) {
            failures.observe(Place.PROCESS, next.get());
            next = next();
        }
    }

    /** The next task; empty if the calling thread has to end. */
    private Optional<Runnable> next() {
        lock.lock();
        try {
            long left = keepAlive.toNanos();
            idle++;
            try {
                while (waiting.isEmpty() && !closed && left > 0) {
                    left = added.awaitNanos(left);
                }
            } catch (InterruptedException containerStops) {
                Thread.currentThread().interrupt();
            } finally {
                idle--;
            }
            Optional<Runnable> next = Optional.ofNullable(waiting.poll());
            if (next.isEmpty()) {
                threads--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** From now on no thread waits for work. Tasks that wait are run. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
