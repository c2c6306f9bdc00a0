package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import java.util.concurrent.Semaphore;

/**
 * Limits how many operator calls run at a time, over gRPC and HTTP together. Each call holds a thread while it runs,
 * and the threads of HTTP calls come from the pool that events need. Further calls are rejected at once. Thread-safe.
 */
@SingletonBean
public final class OperatorCalls {

    /** Two threads of the operators' executor remain for health checks and for a job. */
    public static final int MAX_CALLS = OperatorExecutor.THREADS - 2;

    /** The message of a rejected call. */
    public static final String TURNED_AWAY = MAX_CALLS + " calls are at work; try again";

    private final Semaphore free = new Semaphore(MAX_CALLS);

    /**
     * Begins a call. The caller must call {@link #end()} afterwards if this returns true, and must not if it returns
     * false, which means that the call is rejected.
     */
    public boolean tryBegin() {
        return free.tryAcquire();
    }

    /** Ends a call for which {@link #tryBegin()} returned true. */
    public void end() {
        free.release();
    }
}
