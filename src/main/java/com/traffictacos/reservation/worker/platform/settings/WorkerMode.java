package com.traffictacos.reservation.worker.platform.settings;

/** What a process of this image does. */
public enum WorkerMode {
    /** Takes events from the queue. */
    WORKER,
    /** Takes none: serves operators alone, also while no worker is there. */
    OPERATIONS
}
