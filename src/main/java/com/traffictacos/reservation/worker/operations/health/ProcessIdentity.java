package com.traffictacos.reservation.worker.operations.health;

import java.util.concurrent.ThreadLocalRandom;

/** Identifies this run of the process: two processes on one machine, or a pod and its successor, never share the id. */
public final class ProcessIdentity {

    /** Shown as {@code instance} by {@code /health/live}. */
    public static final String ID = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private ProcessIdentity() {}
}
