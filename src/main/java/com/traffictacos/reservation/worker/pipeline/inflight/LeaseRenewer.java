package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the messages in flight from being delivered to another worker: a lease is renewed when half of it has passed,
 * up to the longest time that a delivery may take. If the queue refuses the renewal, or cannot be reached until the
 * lease is over, the delivery is fenced.
 *
 * <p>{@link #renewDue()} is called by one timer, and by the drain once the timer has stopped.
 */
@SingletonBean
public final class LeaseRenewer {

    private final InFlightMessages deliveries;
    private final MessageQueue queue;
    private final WorkerObserver observer;
    private final LeaseClock clock;
    private final Duration visibilityTimeout;
    // A message that is in flight for longer than this is stuck. Its lease is not renewed, so that another worker
    // receives it.
    private final Duration longest;
    private final WorkerExecutors executors;

    @Inject
    public LeaseRenewer(
            InFlightMessages deliveries,
            MessageQueue queue,
            WorkerObserver observer,
            LeaseClock clock,
            Settings.Queue settings,
            HandlingTime handlingTime,
            WorkerExecutors executors) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.observer = observer;
        this.clock = clock;
        this.visibilityTimeout = settings.visibilityTimeout();
        this.longest = handlingTime.longestDelivery();
        this.executors = executors;
    }

    /** Starts the renewal of leases. */
    public void start() {
        executors.repeat(Place.LEASE_RENEWAL, interval(), interval(), this::renewDue);
    }

    /** How often to call {@link #renewDue()}: often enough for two more attempts after a failed one. */
    public Duration interval() {
        return visibilityTimeout.dividedBy(6);
    }

    /**
     * Renews the leases of which half has passed. An unexpected failure of one request does not stop the other
     * renewals.
     */
    public void renewDue() {
        List<InFlightMessage> due = new ArrayList<>();
        LeaseClock.Moment now = clock.now();
        for (InFlightMessage delivery : deliveries.all()) {
            if (delivery.isRenewalDue(now, visibilityTimeout, longest)) {
                due.add(delivery);
            }
        }
        for (int from = 0; from < due.size(); from += MessageQueue.MAX_BATCH) {
            List<InFlightMessage> batch = due.subList(from, Math.min(from + MessageQueue.MAX_BATCH, due.size()));
            executors.failures().observe(Place.LEASE_RENEWAL, () -> renew(batch));
        }
    }

    private void renew(List<InFlightMessage> due) {
        // Deliveries that were settled in the meantime are skipped: the settler controls their visibility.
        List<InFlightMessage> batch =
                due.stream().filter(InFlightMessage::beginRenewal).toList();
        if (batch.isEmpty()) {
            return;
        }
        try {
            request(batch);
        } finally {
            batch.forEach(InFlightMessage::endRenewal);
        }
    }

    private void request(List<InFlightMessage> batch) {
        // Read before the request, so that the lease starts here no later than in the queue.
        LeaseClock.Moment now = clock.now();
        List<VisibilityChange> changes = batch.stream()
                .map(delivery -> new VisibilityChange(delivery.message(), visibilityTimeout))
                .toList();
        BatchResult<VisibilityChange> result = queue.changeVisibility(changes);
        for (VisibilityChange renewed : result.succeeded()) {
            batch.get(changes.indexOf(renewed)).extendLease(now.plus(visibilityTimeout));
        }
        for (Refusal<VisibilityChange> refusal : result.refused()) {
            InFlightMessage delivery = batch.get(changes.indexOf(refusal.entry()));
            // The queue refuses an old receipt handle when the message has been delivered again; the new handle is
            // valid.
            boolean current = delivery.message().equals(refusal.entry().message());
            if (!refusal.retryable() && current && !delivery.isSettled()) {
                delivery.loseLease();
                observer.leaseLost(delivery.message(), refusal.code() + ": " + refusal.detail());
            }
        }
        if (!result.succeeded().isEmpty()) {
            observer.leasesRenewed(result.succeeded().size());
        }
    }
}
