package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets messages be requested shortly before their workers are free. A worker in its last call will be free at about the
 * time of the queue's answer. Without prefetch it would wait for every round trip, and for other workers to fill the
 * batch.
 *
 * <p>The cost is a message that may wait for a worker while its lease runs. So prefetch is used only while last calls
 * take no longer than {@link #SHORT}, for ten workers at most, and for no more than half of the workers.
 *
 * <p>Safe for use by any number of threads.
 */
@SingletonBean
public final class Prefetch {

    /**
     * The longest time that a message may wait for its worker, measured by last calls; far below any visibility
     * timeout.
     */
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

    /** Whether the permit of a worker in its last call may be used for another message now. */
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

    /** Records the duration of a last call, including the short time until the delivery ends. */
    void lastCallTook(long nanos) {
        meanNanos.accumulateAndGet(nanos, (mean, taken) -> mean + (taken - mean) / WEIGHT);
    }

    /** Whether permits are lent at present. */
    boolean isWorthwhile() {
        return most > 0 && meanNanos.get() <= SHORT.toNanos();
    }

    /** The number of permits that are lent at this moment. */
    public int lent() {
        return lent.get();
    }
}
