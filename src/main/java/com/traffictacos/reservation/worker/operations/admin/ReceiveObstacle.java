package com.traffictacos.reservation.worker.operations.admin;

import java.util.Locale;

/** Why a worker receives no messages at present, or fewer than it has workers for. */
public enum ReceiveObstacle {
    /** The process serves operators alone. */
    OPERATIONS_MODE,
    /** The warm-up and the start conditions have not ended. */
    STARTING,
    /** The worker stops, or has stopped. */
    DRAINING,
    /** The pollers make no progress. */
    STUCK,
    /** Whether all workers of the queue are paused could not be read yet. */
    FLEET_FLAG_UNKNOWN,
    /** An operator has paused all workers of the queue. */
    FLEET_PAUSED,
    /** An operator has paused this worker. */
    PAUSED,
    /** The last receive failed. */
    QUEUE_UNAVAILABLE,
    /** A service is down: one probe message at a time is received. */
    SERVICE_DOWN;

    /** The word for programs, such as {@code fleet_paused}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
