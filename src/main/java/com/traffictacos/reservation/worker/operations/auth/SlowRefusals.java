package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import java.util.concurrent.Semaphore;

/**
 * Limits how many refusals are held back at a time. A refusal that is held back holds no thread, but its connection and
 * a few kilobytes. Thread-safe.
 */
@SingletonBean
public final class SlowRefusals {

    static final int MAX_HELD = 64;

    private final Semaphore free = new Semaphore(MAX_HELD);

    /** Whether a refusal may be held back. If so, {@link #end()} has to be called when it was sent. */
    public boolean tryBegin() {
        return free.tryAcquire();
    }

    /** Ends a refusal for which {@link #tryBegin()} returned true. */
    public void end() {
        free.release();
    }
}
