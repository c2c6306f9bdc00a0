package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Tracks every delivery in flight and keeps its message from being delivered to another worker: a lease is renewed when
 * half of it has passed, up to the longest time that a delivery may take. If the queue refuses the renewal, or cannot
 * be reached until the lease is over, the delivery is fenced.
 *
 * <p>Safe for use by any number of threads; {@link #renewDue()} is called by one timer.
 */
@Singleton
public final class InFlightMessages {

    private final ConcurrentMap<String, InFlightMessage> inWork = new ConcurrentHashMap<>();
    private final MessageQueue queue;
    private final WorkerObserver observer;
    private final LeaseClock clock;
    private final Duration visibilityTimeout;
    private final WorkerExecutors executors;
    // A message that is in flight for longer than this is stuck. Its lease is not renewed, so that another worker
    // receives it.
    private final Duration longest;
    private volatile long lastChangeNanos = System.nanoTime();

    @Inject
    public InFlightMessages(
            MessageQueue queue,
            WorkerObserver observer,
            LeaseClock clock,
            Settings.Queue settings,
            HandlingTime handlingTime,
            WorkerExecutors executors) {
        this.longest = handlingTime.longestDelivery();
        this.executors = executors;
        this.queue = queue;
        this.observer = observer;
        this.clock = clock;
        this.visibilityTimeout = settings.visibilityTimeout();
    }

    /** Starts the renewal of leases. */
    public void start() {
        executors.repeat(Place.LEASE_RENEWAL, interval(), interval(), this::renewDue);
    }

    /** How a received message relates to the deliveries in flight. */
    public sealed interface Arrival {

        /** The message is not in flight. */
        record First(InFlightMessage inHand) implements Arrival {}

        /**
         * The message is in flight. Its processing continues with the new receipt handle in place of the earlier
         * delivery's.
         */
        record Again(ReceivedMessage earlier) implements Arrival {}

        /** The message is in flight with a handler that has lost its lease and has not noticed yet. */
        record StillInWork() implements Arrival {}
    }

    /**
     * Registers a message that was received just now.
     *
     * @param onLastCall called when its handler makes its last call
     */
    public Arrival begin(ReceivedMessage message, Consumer<InFlightMessage> onLastCall) {
        InFlightMessage fresh = new InFlightMessage(message, visibilityTimeout, clock, onLastCall);
        while (true) {
            InFlightMessage known = inWork.putIfAbsent(message.messageId(), fresh);
            if (known == null) {
                lastChangeNanos = System.nanoTime();
                return new Arrival.First(fresh);
            }
            Optional<ReceivedMessage> earlier = known.replace(message, visibilityTimeout);
            if (earlier.isPresent()) {
                return new Arrival.Again(earlier.get());
            }
            if (!known.isSettled()) {
                return new Arrival.StillInWork();
            }
            // Its handler has ended and begins no further step.
            inWork.remove(message.messageId(), known);
        }
    }

    /**
     * The handler has ended.
     *
     * @return whether no delivery is in flight any more
     */
    public boolean end(InFlightMessage inHand) {
        lastChangeNanos = System.nanoTime();
        inWork.remove(inHand.message().messageId(), inHand);
        boolean none = inWork.isEmpty();
        if (none) {
            synchronized (inWork) {
                inWork.notifyAll();
            }
        }
        return none;
    }

    /** Waits until no delivery is in flight; false if the timeout expired first. */
    public boolean awaitNone(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (inWork) {
            while (!inWork.isEmpty()) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return false;
                }
                inWork.wait(millis);
            }
            return true;
        }
    }

    /**
     * Whether deliveries are in flight and none has begun or ended for the given time. If that time is longer than one
     * delivery may take, every delivery in flight is stuck: a full pool, or the single probe while a service is down.
     */
    public boolean isStuck(Duration longest) {
        // Read first: a delivery that begins between the two reads makes the time shorter, not longer.
        boolean some = inWork() > 0;
        return some && sinceLastChange().compareTo(longest) > 0;
    }

    /** The time since a delivery last began or ended; since the start of the worker if there was none. */
    public Duration sinceLastChange() {
        return Duration.ofNanos(System.nanoTime() - lastChangeNanos);
    }

    /** The number of deliveries in flight. */
    public int inWork() {
        return inWork.size();
    }

    /** The deliveries in flight at this moment, for operators. */
    public List<InFlightView> snapshot() {
        return inWork.values().stream().map(InFlightMessage::view).toList();
    }

    /** The time when the oldest message in flight was sent to the queue. */
    public Optional<Instant> oldestSentAt() {
        return inWork.values().stream().map(inHand -> inHand.message().sentAt()).min(Comparator.naturalOrder());
    }

    /** Every delivery in flight at this moment. */
    public List<InFlightMessage> all() {
        return List.copyOf(inWork.values());
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
        for (InFlightMessage inHand : inWork.values()) {
            if (inHand.isRenewalDue(now, visibilityTimeout, longest)) {
                due.add(inHand);
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
                .map(inHand -> new VisibilityChange(inHand.message(), visibilityTimeout))
                .toList();
        BatchResult<VisibilityChange> result = queue.changeVisibility(changes);
        for (VisibilityChange renewed : result.succeeded()) {
            batch.get(changes.indexOf(renewed)).extendLease(now.plus(visibilityTimeout));
        }
        for (Refusal<VisibilityChange> refusal : result.refused()) {
            InFlightMessage inHand = batch.get(changes.indexOf(refusal.entry()));
            // The queue refuses an old receipt handle when the message has been delivered again; the new handle is
            // valid.
            boolean current = inHand.message().equals(refusal.entry().message());
            if (!refusal.retryable() && current && !inHand.isSettled()) {
                inHand.loseLease();
                observer.leaseLost(inHand.message(), refusal.code() + ": " + refusal.detail());
            }
        }
        if (!result.succeeded().isEmpty()) {
            observer.leasesRenewed(result.succeeded().size());
        }
    }
}
