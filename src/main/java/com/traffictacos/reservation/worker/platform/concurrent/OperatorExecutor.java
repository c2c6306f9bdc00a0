package com.traffictacos.reservation.worker.platform.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * The threads for operators' calls and jobs.
 *
 * @param pool of the container
 */
public record OperatorExecutor(ExecutorService pool) {

    /** The threads of the pool, as {@code server.xml} limits them. */
    public static final int THREADS = 6;

    /**
     * Runs tasks that must not be lost, because a caller waits for what they close. If the pool is full or the
     * container is stopping, the caller's thread runs the task.
     */
    public Executor orCaller() {
        return orCaller(pool);
    }

    static Executor orCaller(ExecutorService pool) {
        return task -> {
            try {
                pool.execute(task);
            } catch (RejectedExecutionException fullOrStopping) {
                task.run();
            }
        };
    }
}
