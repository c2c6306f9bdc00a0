package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.permit.PermittedMessage;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The deliveries in flight: every message that was received and whose handler has not ended yet. {@link LeaseRenewer}
 * keeps them from being delivered to another worker.
 *
 * <p>Safe for use by any number of threads.
 */
@SingletonBean
public final class InFlightMessages {

    private final ConcurrentMap<String, InFlightMessage> byMessageId = new ConcurrentHashMap<>();
    private final LeaseClock clock;
    private final Duration visibilityTimeout;
    private volatile long lastChangeNanos;

    @Inject
    public InFlightMessages(LeaseClock clock, Settings.Queue settings) {
        this.clock = clock;
        this.lastChangeNanos = clock.nanos();
        this.visibilityTimeout = settings.visibilityTimeout();
    }

    /** How a received message relates to the deliveries in flight. */
    public sealed interface Arrival {

        /** The message is not in flight. */
        record First(InFlightMessage delivery) implements Arrival {}

        /**
         * The message is in flight. Its processing continues with the new receipt handle in place of the earlier
         * delivery's.
         */
        record Again(ReceivedMessage earlier) implements Arrival {}

        /** The message is in flight with a handler that has lost its lease and has not noticed yet. */
        record StillInFlight() implements Arrival {}
    }

    /** Registers a message that was received just now. */
    public Arrival begin(PermittedMessage received) {
        ReceivedMessage message = received.message();
        InFlightMessage fresh = new InFlightMessage(received, visibilityTimeout, clock);
        while (true) {
            InFlightMessage known = byMessageId.putIfAbsent(message.messageId(), fresh);
            if (known == null) {
                lastChangeNanos = clock.nanos();
                return new Arrival.First(fresh);
            }
            Optional<ReceivedMessage> earlier = known.replace(message, visibilityTimeout);
            if (earlier.isPresent()) {
                return new Arrival.Again(earlier.get());
            }
            if (!known.isSettled()) {
                return new Arrival.StillInFlight();
            }
            // Its handler has ended and begins no further step.
            byMessageId.remove(message.messageId(), known);
        }
    }

    /**
     * The handler has ended.
     *
     * @return whether no delivery is in flight any more
     */
    public boolean end(InFlightMessage delivery) {
        lastChangeNanos = clock.nanos();
        byMessageId.remove(delivery.message().messageId(), delivery);
        boolean none = byMessageId.isEmpty();
        if (none) {
            synchronized (byMessageId) {
                byMessageId.notifyAll();
            }
        }
        return none;
    }

    /** Waits until no delivery is in flight; false if the timeout expired first. */
    public boolean awaitNone(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (byMessageId) {
            while (!byMessageId.isEmpty()) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return false;
                }
                byMessageId.wait(millis);
            }
            return true;
        }
    }

    /**
     * Whether deliveries are in flight and none has begun or ended for the given time. If that time is longer than one
     * delivery may take, every delivery in flight is stuck: a full pool, or the single probe while a service is down.
     */
    public boolean isStalled(Duration longest) {
        // Read first: a delivery that begins between the two reads makes the time shorter, not longer.
        boolean some = count() > 0;
        return some && sinceLastChange().compareTo(longest) > 0;
    }

    /** The time since a delivery last began or ended; since the start of the worker if there was none. */
    public Duration sinceLastChange() {
        return Duration.ofNanos(clock.nanos() - lastChangeNanos);
    }

    /** The number of deliveries in flight. */
    public int count() {
        return byMessageId.size();
    }

    /**
     * The number of deliveries that a worker processes. Those in flight are more if some wait for a worker: a message is
     * prefetched while another one is processed.
     */
    public int running() {
        return (int)
                byMessageId.values().stream().filter(InFlightMessage::isRunning).count();
    }

    /** The deliveries in flight at this moment, for operators. */
    public List<InFlightView> snapshot() {
        return byMessageId.values().stream().map(InFlightMessage::view).toList();
    }

    /** The time when the oldest message in flight was sent to the queue. */
    public Optional<Instant> oldestSentAt() {
        return byMessageId.values().stream()
                .map(delivery -> delivery.message().sentAt())
                .min(Comparator.naturalOrder());
    }

    /** Every delivery in flight at this moment. */
    public List<InFlightMessage> all() {
        return List.copyOf(byMessageId.values());
    }
}
