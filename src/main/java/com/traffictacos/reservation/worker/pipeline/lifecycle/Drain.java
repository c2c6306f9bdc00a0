package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.pipeline.dispatch.Dispatcher;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.LeaseRenewer;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Stops the worker: no new receives, deliveries in flight finish as far as the time allows, the others are returned to
 * the queue, and everything that waits to be settled is settled.
 *
 * <p>Runs on the thread that stops the application and needs no other thread, because the container's executors accept
 * no new tasks at that time.
 */
@SingletonBean
public final class Drain {

    /** A receive that was interrupted returns within this time. */
    private static final Duration RECEIVES = Duration.ofSeconds(2);

    /** Reserved from the timeout for the last requests to the queue. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final PollLoop pollLoop;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final InFlightMessages deliveries;
    private final LeaseRenewer leases;
    private final Duration timeout;

    @Inject
    public Drain(
            PollLoop pollLoop,
            Dispatcher dispatcher,
            Settler settler,
            InFlightMessages deliveries,
            LeaseRenewer leases,
            Settings.Worker settings) {
        this.pollLoop = pollLoop;
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.deliveries = deliveries;
        this.leases = leases;
        this.timeout = settings.shutdownTimeout();
    }

    /**
     * Blocks until the worker has stopped, {@code SHUTDOWN_TIMEOUT_SECONDS} at most. Deliveries that are still in
     * flight after that time, minus the time reserved for settling, are returned to the queue.
     */
    void run() {
        long deadline = System.nanoTime() + timeout.toNanos();
        Duration settling = shorter(SETTLING, timeout.dividedBy(4));
        try {
            pollLoop.stop(shorter(RECEIVES, timeout));
            dispatcher.releaseWaiting();
            awaitWork(deadline - settling.toNanos());
        } catch (InterruptedException serverGivesUp) {
            Thread.currentThread().interrupt();
        }
        dispatcher.releaseAll();
        settler.flush(settling);
    }

    private void awaitWork(long deadline) throws InterruptedException {
        Duration left = until(deadline);
        while (!deliveries.awaitNone(shorter(left, leases.interval())) && !left.isNegative()) {
            // The timer that otherwise renews leases belongs to an executor that is stopping.
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
