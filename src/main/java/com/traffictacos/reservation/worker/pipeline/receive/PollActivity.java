package com.traffictacos.reservation.worker.pipeline.receive;

import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** What the pollers of the {@link PollLoop} have done last, for health checks and operators. Thread-safe. */
@SingletonBean
public final class PollActivity {

    /** Longer than a long poll (20 s) plus its socket timeout, and longer than the longest pause. */
    private static final Duration STALL_THRESHOLD = Duration.ofSeconds(50);

    private final PermitGrants grants;
    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger receiving = new AtomicInteger();
    private volatile long lastActivityNanos;
    private volatile boolean begun;

    @Inject
    public PollActivity(PermitGrants grants) {
        this(grants, System::nanoTime);
    }

    /** @param nanoTime measures the time since the last activity, as {@link System#nanoTime()} */
    public PollActivity(PermitGrants grants, LongSupplier nanoTime) {
        this.grants = grants;
        this.nanoTime = nanoTime;
        this.lastActivityNanos = nanoTime.getAsLong();
    }

    /** The number of consecutive failed receives; zero after a success. */
    public int failuresInARow() {
        return failures.get();
    }

    /** The time since a poller last requested permits, sent a request to the queue or got an answer. */
    public Duration sinceLastActivity() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastActivityNanos);
    }

    /**
     * Whether no poller is active although none has a reason to wait: neither a long poll, nor a pause, nor busy
     * workers. Permits of a receive that does not return are not free, but their workers are not busy. Pollers that were
     * never started, as in operations mode, are not stalled.
     */
    public boolean isStalled() {
        return begun
                && (receiving.get() > 0 || grants.hasFreePermits())
                && sinceLastActivity().compareTo(STALL_THRESHOLD) > 0;
    }

    /** Pollers receive from now on. */
    void begins() {
        begun = true;
    }

    /** A poller goes on. */
    void moved() {
        lastActivityNanos = nanoTime.getAsLong();
    }

    void receiveBegins() {
        receiving.incrementAndGet();
    }

    /** The queue has answered, or the receive has failed. */
    void receiveEnds() {
        receiving.decrementAndGet();
    }

    void succeeded() {
        failures.set(0);
    }

    /** @return the number of consecutive failures, this one included */
    int failed() {
        return failures.incrementAndGet();
    }
}
