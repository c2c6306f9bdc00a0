package com.traffictacos.reservation.worker.operations.admin;

import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/**
 * How many operators' calls may work at a time, over gRPC and HTTP together: each holds a thread while it works, and those
 * of HTTP are taken from the ones that events need. Further calls are turned away at once. Safe for use by any number of
 * threads.
 */
@Singleton
public final class OperatorCalls {

    /** Two less than the threads of the operators' executor in {@code server.xml}. */
    public static final int MAX_CALLS = 4;

    /** What a call is told that is turned away. */
    public static final String TURNED_AWAY = MAX_CALLS + " calls are at work; try again";

    private final Semaphore free = new Semaphore(MAX_CALLS);

    /** Begins a call; {@link #end()} has to follow. False if it is turned away, and nothing follows. */
    public boolean tryBegin() {
        return free.tryAcquire();
    }

    /** Ends a call that was begun. */
    public void end() {
        free.release();
    }
}
