package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.platform.collection.LatestEntries;
import com.traffictacos.reservation.worker.sandbox.SqsWire.Received;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What went through {@link SqsGateway}: requests by action, and the life of every message from its first delivery to
 * its delete. Safe for use by any number of threads.
 */
public final class SqsLedger {

    /** So many deleted messages are remembered, to find out when one of them is delivered again. */
    private static final int DELETED_REMEMBERED = 200_000;

    private final Clock clock;
    private final LatencySamples sendToDelete = new LatencySamples();
    private final LatencySamples receiveToDelete = new LatencySamples();
    private final LatencySamples firstReceiveToDelete = new LatencySamples();

    // All below: guarded by this.
    private final Map<String, Long> requests = new TreeMap<>();
    private final Map<String, Set<String>> actionsByQueue = new TreeMap<>();
    private final Map<String, Open> openByMessage = new HashMap<>();
    private final Map<String, Open> openByHandle = new HashMap<>();
    private final Map<String, Boolean> deleted = LatestEntries.byInsertion(DELETED_REMEMBERED);
    private @Nullable Instant firstReceive;
    private @Nullable Instant lastDelete;
    private long deliveries;
    private long redeliveries;
    private long deliveriesAfterDelete;
    private long deletes;
    private long sends;

    SqsLedger(Clock clock) {
        this.clock = clock;
    }

    /** A message that was delivered and is not deleted yet. */
    private static final class Open {
        final String messageId;
        final Instant firstReceivedAt;
        final List<String> handles = new ArrayList<>(1);

        @Nullable
        Instant sentAt;

        Open(String messageId, Instant firstReceivedAt) {
            this.messageId = messageId;
            this.firstReceivedAt = firstReceivedAt;
        }
    }

    /**
     * The counts so far.
     *
     * @param requests by SQS action
     * @param firstReceive the first one that brought a message
     * @param deliveries messages in all receives
     * @param redeliveries those of them that had been delivered before
     * @param deliveriesAfterDelete those of them whose delete had succeeded before
     * @param deleted messages deleted with success, each counted once
     * @param sent messages sent through the gateway, which is what a worker does with dead letters
     */
    public record Totals(
            Map<String, Long> requests,
            Optional<Instant> firstReceive,
            Optional<Instant> lastDelete,
            long deliveries,
            long redeliveries,
            long deliveriesAfterDelete,
            long deleted,
            long sent) {

        /** All requests, whatever the action. */
        public long allRequests() {
            return requests.values().stream().mapToLong(Long::longValue).sum();
        }

        /** From the first receive that brought a message to the last delete; zero before both have happened. */
        public Duration span() {
            return firstReceive
                    .flatMap(first -> lastDelete.map(last -> Duration.between(first, last)))
                    .orElse(Duration.ZERO);
        }
    }

    public synchronized Totals totals() {
        return new Totals(
                new TreeMap<>(requests),
                Optional.ofNullable(firstReceive),
                Optional.ofNullable(lastDelete),
                deliveries,
                redeliveries,
                deliveriesAfterDelete,
                deletes,
                sends);
    }

    /** From {@code SentTimestamp} to the delete, of messages whose consumer asked for that attribute. */
    public LatencySamples sendToDelete() {
        return sendToDelete;
    }

    /** From the first delivery to the delete. */
    public LatencySamples receiveToDelete() {
        return receiveToDelete;
    }

    /** From the first delivery of any message at all to each delete: how the run went on. */
    public LatencySamples firstReceiveToDelete() {
        return firstReceiveToDelete;
    }

    /** The actions that were asked for so far, by the name of the queue. */
    public synchronized Map<String, Set<String>> actionsByQueue() {
        Map<String, Set<String>> copy = new TreeMap<>();
        actionsByQueue.forEach((queue, actions) -> copy.put(queue, Set.copyOf(actions)));
        return copy;
    }

    synchronized void countRequest(String action, String queueName) {
        requests.merge(action, 1L, Long::sum);
        actionsByQueue.computeIfAbsent(queueName, queue -> new TreeSet<>()).add(action);
    }

    synchronized void delivered(Collection<Received> messages) {
        if (messages.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        if (firstReceive == null) {
            firstReceive = now;
        }
        for (Received message : messages) {
            deliveries++;
            if (deleted.containsKey(message.messageId())) {
                deliveriesAfterDelete++;
            }
            Open known = openByMessage.get(message.messageId());
            if (known != null) {
                redeliveries++;
            }
            Open open = known == null ? new Open(message.messageId(), now) : known;
            openByMessage.put(open.messageId, open);
            open.handles.add(message.receiptHandle());
            openByHandle.put(message.receiptHandle(), open);
            message.sentAtMillis().ifPresent(millis -> open.sentAt = Instant.ofEpochMilli(millis));
        }
    }

    synchronized void deleted(Collection<String> receiptHandles) {
        Instant now = clock.instant();
        for (String handle : receiptHandles) {
            Open open = openByHandle.get(handle);
            if (open == null) {
                continue;
            }
            openByMessage.remove(open.messageId);
            open.handles.forEach(openByHandle::remove);
            if (deleted.put(open.messageId, true) == null) {
                deletes++;
            }
            lastDelete = now;
            receiveToDelete.add(Duration.between(open.firstReceivedAt, now));
            if (firstReceive != null) {
                firstReceiveToDelete.add(Duration.between(firstReceive, now));
            }
            if (open.sentAt != null) {
                sendToDelete.add(Duration.between(open.sentAt, now));
            }
        }
    }

    synchronized void sent(int messages) {
        sends += messages;
    }
}
