package com.traffictacos.reservation.worker.operations.health;

import java.util.concurrent.ThreadLocalRandom;

/** A name for this run of the process: two processes on one machine, or a pod and its successor, never share it. */
final class ProcessIdentity {

    /** Shown as {@code instance} by {@code /health/live}. */
    static final String ID = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private ProcessIdentity() {}
}
