package com.traffictacos.reservation.worker.adapter.inventory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides when a connection is replaced because its own recovery takes too long: when a call finds it failed, and when
 * many calls in a row fail on it. Thread-safe.
 */
final class ChannelReconnect {

    /**
     * Minimum time between two reconnects. Without it, twenty threads that find a failed connection would replace it
     * twenty times.
     */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * Number of failed calls in a row that triggers a reconnect. So many failures are neither chance nor caused by the
     * messages.
     */
    static final int FAILURE_LIMIT = 10;

    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final Runnable start;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong lastStart;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param start drops the connection, so that the next call opens a new one
     */
    ChannelReconnect(Duration pause, LongSupplier nanoTime, Runnable start) {
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
        this.start = start;
        this.lastStart = new AtomicLong(nanoTime.getAsLong() - pauseNanos);
    }

    /** Records that the connection has failed. */
    void noteFailure() {
        startUnlessJustDone();
    }

    /**
     * Records a call that missed its deadline, or failed for a reason other than its message. The connection may be
     * dead, which TCP detects only after a quarter of an hour, or it may lead to a broken pod while the other pods
     * work.
     */
    void noteFailedCall() {
        if (failed.incrementAndGet() >= FAILURE_LIMIT) {
            startUnlessJustDone();
        }
    }

    /** Records that a call got an answer from a working service. A refusal of the message counts as such an answer. */
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
