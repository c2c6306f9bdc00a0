package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.pipeline.dispatch.Dispatcher;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Brings the worker to rest: no new receive, deliveries in work run to their end as long as the time allows, the rest is
 * handed back, everything that waits to be settled is settled.
 *
 * <p>Runs on the thread that stops the application and needs no other: the container's executors take no new work then.
 */
@Singleton
public final class Drain {

    /** A receive that was cut short comes back within this time. */
    private static final Duration RECEIVES = Duration.ofSeconds(2);

    /** Kept back from the timeout for the last requests to the queue. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final PollLoop pollLoop;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final InFlightMessages leases;
    private final Duration timeout;

    @Inject
    public Drain(
            PollLoop pollLoop,
            Dispatcher dispatcher,
            Settler settler,
            InFlightMessages leases,
            Settings.Worker settings) {
        this.pollLoop = pollLoop;
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.leases = leases;
        this.timeout = settings.shutdownTimeout();
    }

    /**
     * Blocks until the worker is at rest, {@code SHUTDOWN_TIMEOUT_SECONDS} at most: what is in work after that, less the
     * time that settling needs, is handed back.
     */
    void run() {
        long deadline = System.nanoTime() + timeout.toNanos();
        Duration settling = shorter(SETTLING, timeout.dividedBy(4));
        try {
            pollLoop.stop(shorter(RECEIVES, timeout));
            dispatcher.abandonWaiting();
            awaitWork(deadline - settling.toNanos());
        } catch (InterruptedException serverGivesUp) {
            Thread.currentThread().interrupt();
        }
        dispatcher.abandonAll();
        settler.flush(settling);
    }

    private void awaitWork(long deadline) throws InterruptedException {
        Duration left = until(deadline);
        while (!leases.awaitNone(shorter(left, leases.interval())) && !left.isNegative()) {
            // The timer that does this otherwise belongs to an executor that is stopping.
            leases.renewDue();
            left = until(deadline);
        }
    }

    private static Duration until(long nanoTime) {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
