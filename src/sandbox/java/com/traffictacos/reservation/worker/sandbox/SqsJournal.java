package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.sandbox.SqsWire.Received;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * What went through {@link SqsGateway} and when: requests, deliveries, deletes and refused entries, the latest
 * {@value #REMEMBERED} of each. Safe for use by any number of threads.
 */
public final class SqsJournal {

    private static final int REMEMBERED = 50_000;

    // All guarded by this.
    private final Deque<Request> requests = new ArrayDeque<>();
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private final Deque<Delete> deletes = new ArrayDeque<>();
    private final Deque<RefusedEntry> refusedEntries = new ArrayDeque<>();

    /** A request as it came in, whatever became of it. */
    public record Request(String action, Instant at) {}

    /** A message in the answer to a receive. */
    public record Delivery(String messageId, String receiptHandle, Instant at) {}

    /** A delete that succeeded. */
    public record Delete(String receiptHandle, Instant at) {}

    /** An entry of a batch that an injected fault refused. */
    public record RefusedEntry(String action, String receiptHandle, Instant at) {}

    synchronized void request(String action) {
        add(requests, new Request(action, Instant.now()));
    }

    synchronized void delivered(Collection<Received> messages) {
        Instant now = Instant.now();
        messages.forEach(message -> add(deliveries, new Delivery(message.messageId(), message.receiptHandle(), now)));
    }

    synchronized void deleted(Collection<String> receiptHandles) {
        Instant now = Instant.now();
        receiptHandles.forEach(handle -> add(deletes, new Delete(handle, now)));
    }

    synchronized void refused(String action, String receiptHandle) {
        add(refusedEntries, new RefusedEntry(action, receiptHandle, Instant.now()));
    }

    private static <T> void add(Deque<T> latest, T entry) {
        if (latest.size() == REMEMBERED) {
            latest.removeFirst();
        }
        latest.addLast(entry);
    }

    /** Oldest first. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Oldest first. */
    public synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Oldest first. */
    public synchronized List<Delete> deletes() {
        return List.copyOf(deletes);
    }

    /** Oldest first. */
    public synchronized List<RefusedEntry> refusedEntries() {
        return List.copyOf(refusedEntries);
    }
}
