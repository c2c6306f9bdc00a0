package com.traffictacos.reservation.worker.platform.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * The threads that look up the other pods and handle their answers. Their own, so that a hundred pods that answer, or a name
 * server that does not, take no thread from the operators' calls and jobs.
 *
 * @param pool of the container
 */
public record FleetExecutor(ExecutorService pool) {

    /** The threads of the pool, as {@code server.xml} limits them. One may wait for a name server. */
    public static final int THREADS = 2;

    /** If the pool is full or the container is stopping, the caller's thread runs the task: an answer must not be lost. */
    public Executor orCaller() {
        return OperatorExecutor.orCaller(pool);
    }
}
