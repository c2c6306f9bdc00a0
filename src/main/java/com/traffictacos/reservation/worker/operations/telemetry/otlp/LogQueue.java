package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many lines wait for their export. The SDK's queue drops what does not fit without telling whom it belongs to, so a
 * line that would not fit is not handed to it, and counted. Thread-safe.
 */
final class LogQueue {

    /** The SDK's default of {@code OTEL_BLRP_MAX_QUEUE_SIZE}. */
    static final int DEFAULT_CAPACITY = 2_048;

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile int capacity = DEFAULT_CAPACITY;

    void setCapacity(int lines) {
        capacity = lines;
    }

    /** Takes a place for a line; false if none is free. */
    boolean offer() {
        if (waiting.incrementAndGet() > capacity) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        return true;
    }

    /** Lines have left the queue for the exporter. */
    void taken(int lines) {
        waiting.addAndGet(-lines);
    }

    /** Lines were not taken by the collector, or not by the SDK. */
    void lost(int lines) {
        dropped.addAndGet(lines);
    }

    /** Number of lines that did not reach the collector. */
    long dropped() {
        return dropped.get();
    }
}
