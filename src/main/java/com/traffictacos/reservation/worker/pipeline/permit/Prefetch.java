package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets messages be asked for a moment before their workers are free. A worker in its last call will be free about when
 * the queue's answer comes; without this it would wait for every round trip, and for its neighbours to fill the batch.
 *
 * <p>The price is a message that may wait for a worker, with its lease running. So this is done only while last calls
 * take no longer than {@link #SHORT}, and for ten workers at most, and for no more than half of them.
 *
 * <p>Safe for use by any number of threads.
 */
@Singleton
public final class Prefetch {

    /** What a message may have to wait for its worker, as last calls go: far below any visibility timeout. */
    static final Duration SHORT = Duration.ofMillis(100);

    private static final int WEIGHT = 8;

    private final int most;
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicLong meanNanos = new AtomicLong();

    @Inject
    public Prefetch(Settings.Worker settings) {
        this(settings.concurrency());
    }

    Prefetch(int workers) {
        this.most = Math.min(MessageQueue.MAX_BATCH, workers / 2);
    }

    /** Whether the permit of a worker in its last call may go to somebody else already. */
    boolean lend() {
        if (!isWorthwhile()) {
            return false;
        }
        if (lent.incrementAndGet() > most) {
            lent.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A worker whose permit was lent is free. */
    void returned() {
        lent.decrementAndGet();
    }

    /** Learns from a last call, with what little follows it. */
    void lastCallTook(long nanos) {
        meanNanos.accumulateAndGet(nanos, (mean, taken) -> mean + (taken - mean) / WEIGHT);
    }

    /** Whether permits are lent at all at present. */
    boolean isWorthwhile() {
        return most > 0 && meanNanos.get() <= SHORT.toNanos();
    }

    /** How many permits are lent at this moment. */
    int lent() {
        return lent.get();
    }
}
