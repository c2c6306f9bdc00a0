package com.traffictacos.reservation.worker.fake;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A queue in memory that behaves as SQS does as far as the worker can tell, and fails on demand (see {@link Faults}).
 * All of its time is that of the clock that it is given: with a clock that stands still no lease runs out, and a long
 * poll lasts until a message or {@link #stopReceiving()} ends it.
 *
 * <p>Safe for use by any number of threads.
 */
public final class FakeMessageQueue implements MessageQueue {

    // How soon a waiting receive notices that the clock has moved; nothing tells it.
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Clock clock;
    private final Options options;
    private final Faults faults = new Faults();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, FakeMessage> messages = new LinkedHashMap<>();
    private final List<DeadLetterEntry> deadLetters = new ArrayList<>();
    private int sent;
    private boolean stopped;

    public FakeMessageQueue(Clock clock, Options options) {
        this.clock = clock;
        this.options = options;
    }

    /**
     * @param waitTime of a long poll; zero makes every receive answer at once
     * @param visibilityTimeout the lease of a delivery
     * @param fifo whether message groups are kept in order; without, a group is a label alone
     */
    public record Options(Duration waitTime, Duration visibilityTimeout, boolean fifo) {

        /** Receives that answer at once, leases of half a minute, no order. */
        public static final Options SIMPLE = new Options(Duration.ZERO, Duration.ofSeconds(30), false);
    }

    /** What goes wrong from now on. */
    public Faults faults() {
        return faults;
    }

    /** Puts a message in, and answers its id. */
    public String send(String body) {
        return send(body, Map.of(), Optional.empty());
    }

    public String send(String body, Map<String, MessageAttribute> attributes, Optional<String> group) {
        return locked(() -> {
            String id = "msg-" + ++sent;
            messages.put(id, new FakeMessage(id, body, attributes, group, clock.instant()));
            changed.signalAll();
            return id;
        });
    }

    /** Makes a message that is out visible again, as SQS does it at times: its next delivery makes the last one's handle old. */
    public void deliverAgain(String messageId) {
        locked(() -> {
            Objects.requireNonNull(messages.get(messageId)).hideUntil(clock.instant());
            changed.signalAll();
            return messageId;
        });
    }

    /** How many messages a receive could bring now. */
    public int visible() {
        return locked(() -> (int) messages.values().stream()
                .filter(message -> message.isVisible(clock.instant()))
                .count());
    }

    /** How many messages are hidden by a lease or by a delay. */
    public int inFlight() {
        return locked(() -> messages.size() - visible());
    }

    /** The ids of all messages that are not deleted, oldest first. */
    public List<String> messageIds() {
        return locked(() -> List.copyOf(messages.keySet()));
    }

    /** What the dead-letter queue holds, oldest first. */
    public List<DeadLetterEntry> deadLetters() {
        return locked(() -> List.copyOf(deadLetters));
    }

    @Override
    public List<ReceivedMessage> receive(int maxMessages) {
        checkBatch(maxMessages);
        faults.beginReceive(maxMessages);
        lock.lock();
        try {
            Instant deadline = clock.instant().plus(options.waitTime());
            List<ReceivedMessage> received = deliver(maxMessages);
            while (received.isEmpty() && !stopped && clock.instant().isBefore(deadline)) {
                changed.awaitNanos(LOOK.toNanos());
                received = deliver(maxMessages);
            }
            return received;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stopReceiving() {
        locked(() -> {
            stopped = true;
            changed.signalAll();
            return stopped;
        });
    }

    @Override
    public BatchResult<ReceivedMessage> delete(List<ReceivedMessage> entries) {
        return settle(Operation.DELETE, entries, Function.identity(), message -> {
            FakeMessage stored = messages.get(message.messageId());
            // As SQS does it: an old handle is taken, and deletes nothing.
            if (stored != null && stored.isNewest(message.receiptHandle())) {
                messages.remove(message.messageId());
                changed.signalAll();
            }
            return message.receiptHandle().startsWith(message.messageId() + "#")
                    ? Optional.empty()
                    : Optional.of("ReceiptHandleIsInvalid");
        });
    }

    @Override
    public BatchResult<VisibilityChange> changeVisibility(List<VisibilityChange> changes) {
        return settle(Operation.CHANGE_VISIBILITY, changes, VisibilityChange::message, change -> {
            FakeMessage stored = messages.get(change.message().messageId());
            if (stored == null || !stored.isNewest(change.message().receiptHandle())) {
                return Optional.of("ReceiptHandleIsInvalid");
            }
            Instant now = clock.instant();
            if (stored.isVisible(now)) {
                return Optional.of("MessageNotInflight");
            }
            stored.hideUntil(now.plus(change.delay()));
            changed.signalAll();
            return Optional.empty();
        });
    }

    @Override
    public BatchResult<DeadLetterEntry> sendToDeadLetterQueue(List<DeadLetterEntry> entries) {
        return settle(Operation.DEAD_LETTER, entries, DeadLetterEntry::message, deadLetter -> {
            deadLetters.add(deadLetter);
            return Optional.empty();
        });
    }

    /** @param carryOut the code of the refusal, if it refuses */
    private <T> BatchResult<T> settle(
            Operation operation,
            List<T> entries,
            Function<T, ReceivedMessage> message,
            Function<T, Optional<String>> carryOut) {
        checkBatch(entries.size());
        faults.begin(operation, entries.size());
        return locked(() -> {
            List<T> succeeded = new ArrayList<>();
            List<Refusal<T>> refused = new ArrayList<>();
            for (T entry : entries) {
                Optional<Faults.Fault> fault = faults.of(operation, message.apply(entry));
                Optional<String> code = fault.isPresent() ? Optional.empty() : carryOut.apply(entry);
                if (fault.isPresent()) {
                    refused.add(new Refusal<>(
                            entry,
                            fault.get().code(),
                            "made to fail",
                            fault.get().retryable()));
                } else if (code.isPresent()) {
                    refused.add(new Refusal<>(entry, code.get(), "not possible", false));
                } else {
                    succeeded.add(entry);
                }
            }
            return new BatchResult<>(succeeded, refused);
        });
    }

    private List<ReceivedMessage> deliver(int maxMessages) {
        if (stopped) {
            return List.of();
        }
        Instant now = clock.instant();
        List<ReceivedMessage> delivered = new ArrayList<>();
        Set<String> heldGroups = new HashSet<>();
        for (FakeMessage message : messages.values()) {
            if (delivered.size() == maxMessages) {
                break;
            }
            boolean held =
                    options.fifo() && message.group().map(heldGroups::contains).orElse(false);
            if (message.isVisible(now) && !held) {
                delivered.add(message.deliver(now.plus(options.visibilityTimeout())));
            } else {
                // Whatever follows in this group waits for the one that is out.
                message.group().ifPresent(heldGroups::add);
            }
        }
        return delivered;
    }

    private static void checkBatch(int size) {
        if (size < 1 || size > MAX_BATCH) {
            throw new IllegalArgumentException("1 to " + MAX_BATCH + " at a time, not " + size);
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
