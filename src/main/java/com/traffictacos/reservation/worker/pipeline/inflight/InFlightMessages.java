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
 * Knows every delivery in work and keeps its message from being delivered to somebody else: a lease that has run half
 * its time is renewed, for as long as a
 * delivery may take. Where the queue refuses, or cannot be asked until the lease is
 * over, the delivery is fenced.
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
    // A message that is in work for longer than this is stuck; it goes to somebody else.
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

    /** Begins to renew. */
    public void start() {
        executors.repeat(Place.LEASE_RENEWAL, interval(), interval(), this::renewDue);
    }

    /** What a received message is to this worker. */
    public sealed interface Arrival {

        /** Nobody works on it. */
        record First(InFlightMessage inHand) implements Arrival {}

        /** It is in work, and its work goes on under the new receipt handle, in place of the earlier delivery's. */
        record Again(ReceivedMessage earlier) implements Arrival {}

        /** It is in work by a handler that has lost its lease and has not noticed yet. */
        record StillInWork() implements Arrival {}
    }

    /**
     * Takes a message on that was received just now.
     *
     * @param onLastCall told when its handler makes its last call
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
            // Its handler is done with it; nothing is begun any more.
            inWork.remove(message.messageId(), known);
        }
    }

    /**
     * The handler has ended.
     *
     * @return whether nothing is in work any more
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

    /** Waits until nothing is in work; false if the time ran out first. */
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
     * Whether events are in flight and none has begun or ended for so long. If that is longer than one may take, every one of them is
     * stuck: all that the worker takes at a time, or the one by which it probes a service that was down.
     */
    public boolean isStuck(Duration longest) {
        // Asked for first: a delivery that begins between the two makes the time short.
        boolean some = inWork() > 0;
        return some && sinceLastChange().compareTo(longest) > 0;
    }

    /** Time since a delivery was begun or ended; counts from the start of the worker if none was. */
    public Duration sinceLastChange() {
        return Duration.ofNanos(System.nanoTime() - lastChangeNanos);
    }

    /** How many deliveries are in work. */
    public int inWork() {
        return inWork.size();
    }

    /** The deliveries in work at this moment, for people to look at. */
    public List<InFlightView> snapshot() {
        return inWork.values().stream().map(InFlightMessage::view).toList();
    }

    /** When the message entered the queue that has been on its way for longest of all in work. */
    public Optional<Instant> oldestSentAt() {
        return inWork.values().stream().map(inHand -> inHand.message().sentAt()).min(Comparator.naturalOrder());
    }

    /** Every delivery in work at this moment. */
    public List<InFlightMessage> all() {
        return List.copyOf(inWork.values());
    }

    /** How often {@link #renewDue()} should be called: often enough for two more tries after a failed one. */
    public Duration interval() {
        return visibilityTimeout.dividedBy(6);
    }

    /** Renews the leases that have run half their time. A request that fails unexpectedly does not keep the others from it. */
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
        // What was settled since is left alone: its visibility is the settler's.
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
        // Counted from before the request: the queue's own clock starts later, never earlier.
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
            // An old receipt handle is refused when the message has been delivered again since; the new one holds.
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
