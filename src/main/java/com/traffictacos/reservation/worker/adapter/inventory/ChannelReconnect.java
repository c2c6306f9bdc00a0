package com.traffictacos.reservation.worker.adapter.inventory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides when a connection is given up for a new one, because waiting for its own recovery takes too long: when a call
 * finds it failed, and when many calls on it in a row have failed. Safe for use by any number of threads.
 */
final class ChannelReconnect {

    /** Between two starts: twenty threads that find a connection failed are to make one new one. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** So many calls in a row do not fail by chance, nor by the messages that they are about. */
    static final int FAILURE_LIMIT = 10;

    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final Runnable start;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong lastStart;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param start gives the connection up, so that the next call makes a new one
     */
    ChannelReconnect(Duration pause, LongSupplier nanoTime, Runnable start) {
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
        this.start = start;
        this.lastStart = new AtomicLong(nanoTime.getAsLong() - pauseNanos);
    }

    /** The connection has failed. */
    void noteFailure() {
        startUnlessJustDone();
    }

    /**
     * A call missed its deadline, or was answered with a failure that is none of its message. The connection may be dead, which TCP
     * takes a quarter of an hour to find out, or lead to a pod that is broken while its neighbours are not.
     */
    void noteFailedCall() {
        if (failed.incrementAndGet() >= FAILURE_LIMIT) {
            startUnlessJustDone();
        }
    }

    /** A call got an answer of a service at work, a refusal of its message among them. */
    void noteAnswer() {
        failed.set(0);
    }

    private void startUnlessJustDone() {
        long now = nanoTime.getAsLong();
        long last = lastStart.get();
        if (now - last >= pauseNanos && lastStart.compareAndSet(last, now)) {
            failed.set(0);
            start.run();
        }
    }
}
