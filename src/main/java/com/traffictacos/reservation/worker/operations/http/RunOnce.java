package com.traffictacos.reservation.worker.operations.http;

import java.util.concurrent.atomic.AtomicBoolean;

/** Runs an action with the first of several calls. Thread-safe. */
public final class RunOnce implements Runnable {

    private final Runnable action;
    private final AtomicBoolean done = new AtomicBoolean();

    public RunOnce(Runnable action) {
        this.action = action;
    }

    @Override
    public void run() {
        if (done.compareAndSet(false, true)) {
            action.run();
        }
    }
}
