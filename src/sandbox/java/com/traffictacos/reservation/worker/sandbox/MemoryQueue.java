package com.traffictacos.reservation.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A standard queue that does for each request what the request asks for and no more: a receive costs the same with one
 * message waiting and with a hundred thousand. Leases and long polls that have run out are seen to by {@link #tick()}.
 *
 * <p>Safe for use by any number of threads; receivers are called on the thread that brings their answer, without a lock.
 */
final class MemoryQueue {

    /** The first half of the ids of its messages, which are UUIDs as those of SQS: some clients insist on it. */
    private final long idHigh;

    private final String idPrefix;
    private final LongSupplier nanoTime;
    // All below: guarded by this.
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Map<String, Stored> messages = new HashMap<>();
    private final Deque<Stored> visible = new ArrayDeque<>();
    private final PriorityQueue<Lease> leases = new PriorityQueue<>(Comparator.comparingLong(Lease::untilNanos));
    private final Deque<Receive> waiting = new ArrayDeque<>();
    private long sent;
    private int inFlight;

    /** @param nanoTime as {@link System#nanoTime()} */
    MemoryQueue(String name, LongSupplier nanoTime) {
        idHigh = UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).getMostSignificantBits();
        idPrefix = id(0).substring(0, 19);
        this.nanoTime = nanoTime;
    }

    /** A message, which is in the queue until it is deleted. Guarded by the queue. */
    private static final class Stored {
        final String id;
        final Object content;
        int receives;
        // The lease that counts; null while the message is visible.
        @Nullable
        Lease lease;

        Stored(String id, Object content) {
            this.id = id;
            this.content = content;
        }

        String handle() {
            return id + "#" + receives;
        }
    }

    private record Lease(Stored message, long untilNanos) {}

    /** @param content what was sent */
    record Delivered(String messageId, String handle, int receiveCount, Object content) {}

    /** A receive, waiting or not. Compared by identity: it is a request, not a value. */
    static final class Receive {
        private final int most;
        private final Duration wait;
        private final Duration visibility;
        private final Consumer<List<Delivered>> receiver;
        private long untilNanos;

        /**
         * @param most messages, 1 to 10
         * @param wait for the first of them
         * @param receiver called once, with none if none came in time
         */
        Receive(int most, Duration wait, Duration visibility, Consumer<List<Delivered>> receiver) {
            this.most = most;
            this.wait = wait;
            this.visibility = visibility;
            this.receiver = receiver;
        }
    }

    private record Answer(Receive receive, List<Delivered> messages) {
        void give() {
            receive.receiver.accept(messages);
        }
    }

    /** Puts a message in; answers its id. */
    String send(Object content) {
        String id;
        List<Answer> answers;
        synchronized (this) {
            id = id(++sent);
            Stored stored = new Stored(id, content);
            messages.put(id, stored);
            visible.addLast(stored);
            answers = serveWaiting();
        }
        answers.forEach(Answer::give);
        return id;
    }

    void receive(Receive receive) {
        List<Delivered> delivered;
        synchronized (this) {
            endLeases();
            delivered = deliver(receive);
            if (delivered.isEmpty() && !receive.wait.isZero()) {
                receive.untilNanos = nanoTime.getAsLong() + receive.wait.toNanos();
                waiting.addLast(receive);
                return;
            }
        }
        receive.receiver.accept(delivered);
    }

    /** Forgets a receive whose client has gone away. */
    synchronized void cancel(Receive receive) {
        waiting.remove(receive);
    }

    /**
     * Deletes by the newest handle; an older one is accepted and deletes nothing.
     *
     * @return false if it is no handle of this queue
     */
    synchronized boolean delete(String handle) {
        Stored stored = messages.get(id(handle));
        if (stored != null && stored.handle().equals(handle)) {
            messages.remove(stored.id);
            // Its lease stays where it is and means nothing any more; a message that was visible again is passed over.
            endLease(stored);
        }
        return handle.startsWith(idPrefix) && handle.indexOf('#') > 0;
    }

    /**
     * Sets the time until the message is delivered again.
     *
     * @return false if it is not in flight under that handle
     */
    boolean hide(String handle, Duration time) {
        List<Answer> answers;
        synchronized (this) {
            Stored stored = messages.get(id(handle));
            if (stored == null || stored.lease == null || !stored.handle().equals(handle)) {
                return false;
            }
            lease(stored, time);
            endLeases();
            answers = serveWaiting();
        }
        answers.forEach(Answer::give);
        return true;
    }

    /** Ends what has run out. To be called now and then. */
    void tick() {
        List<Answer> answers;
        synchronized (this) {
            endLeases();
            answers = serveWaiting();
            long now = nanoTime.getAsLong();
            waiting.removeIf(receive -> {
                boolean over = now - receive.untilNanos >= 0;
                if (over) {
                    answers.add(new Answer(receive, List.of()));
                }
                return over;
            });
        }
        answers.forEach(Answer::give);
    }

    void tag(String key, String value) {
        tags.put(key, value);
    }

    Map<String, String> tags() {
        return Map.copyOf(tags);
    }

    synchronized int waitingMessages() {
        endLeases();
        return messages.size() - inFlight;
    }

    synchronized int messagesInFlight() {
        endLeases();
        return inFlight;
    }

    private String id(long number) {
        return new UUID(idHigh, Long.MIN_VALUE | number).toString();
    }

    private static String id(String handle) {
        return handle.substring(0, Math.max(0, handle.indexOf('#')));
    }

    private List<Answer> serveWaiting() {
        List<Answer> answers = new ArrayList<>(1);
        while (!waiting.isEmpty()) {
            List<Delivered> delivered = deliver(waiting.getFirst());
            if (delivered.isEmpty()) {
                break;
            }
            answers.add(new Answer(waiting.removeFirst(), delivered));
        }
        return answers;
    }

    private List<Delivered> deliver(Receive receive) {
        List<Delivered> delivered = new ArrayList<>(receive.most);
        while (delivered.size() < receive.most && !visible.isEmpty()) {
            Stored stored = visible.removeFirst();
            if (messages.containsKey(stored.id)) {
                stored.receives++;
                lease(stored, receive.visibility);
                delivered.add(new Delivered(stored.id, stored.handle(), stored.receives, stored.content));
            }
        }
        return delivered;
    }

    private void lease(Stored stored, Duration time) {
        endLease(stored);
        inFlight++;
        Lease lease = new Lease(stored, nanoTime.getAsLong() + time.toNanos());
        stored.lease = lease;
        leases.add(lease);
    }

    private void endLease(Stored stored) {
        if (stored.lease != null) {
            stored.lease = null;
            inFlight--;
        }
    }

    @SuppressWarnings("ReferenceEquality") // Which lease counts is a question of identity.
    private void endLeases() {
        long now = nanoTime.getAsLong();
        for (Lease first = leases.peek(); first != null && now - first.untilNanos() >= 0; first = leases.peek()) {
            leases.remove();
            if (first.message().lease == first) {
                endLease(first.message());
                visible.addLast(first.message());
            }
        }
    }
}
