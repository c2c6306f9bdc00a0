package com.traffictacos.reservation.worker.platform.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * The few threads that operators' calls and jobs run on, as {@code server.xml} bounds them.
 *
 * @param pool of the container
 */
public record OperatorExecutor(ExecutorService pool) {

    /**
     * Runs tasks that must not get lost, because somebody waits for what they close: with the pool full or the container
     * stopping, the caller runs them itself.
     */
    public Executor orCaller() {
        return task -> {
            try {
                pool.execute(task);
            } catch (RejectedExecutionException fullOrStopping) {
                task.run();
            }
        };
    }
}
