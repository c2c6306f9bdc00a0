package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets messages be received before workers are free. A worker that has begun a message lends its permit to the next one.
 * Without prefetch each worker would wait for a round trip to the queue, and for other workers to fill the batch.
 *
 * <p>The cost is a message that waits for a worker while its lease runs and while another pod might be idle. So two
 * batches at most are prefetched, no more than one message per worker, and only while messages are processed so fast that
 * the wait is at most {@link #LONGEST_WAIT}. How long that takes is known only once a message has been processed.
 *
 * <p>Safe for use by any number of threads.
 */
@SingletonBean
public final class Prefetch {

    /** The longest time that a prefetched message may wait for its worker; far below any visibility timeout. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private static final int WEIGHT = 8;

    private final int most;
    private final long longestNanos;
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicLong meanNanos = new AtomicLong();

    @Inject
    public Prefetch(Settings.Worker settings) {
        this(settings.concurrency());
    }

    Prefetch(int workers) {
        this.most = Math.min(2 * MessageQueue.MAX_BATCH, workers);
        // All workers together take the prefetched messages.
        this.longestNanos = LONGEST_WAIT.toNanos() * workers / most;
    }

    /** Whether the permit of a worker that begins a message may be used for another message now. */
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

    /** Records how long the processing of a message took, its end included. */
    void processingTook(long nanos) {
        meanNanos.accumulateAndGet(nanos, (mean, taken) -> mean == 0 ? taken : mean + (taken - mean) / WEIGHT);
    }

    /** Whether permits are lent at present. */
    boolean isWorthwhile() {
        long mean = meanNanos.get();
        return mean > 0 && mean <= longestNanos;
    }

    /** The number of permits that are lent at this moment. */
    public int lent() {
        return lent.get();
    }
}
