package com.traffictacos.reservation.worker.fake;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * A dead-letter queue in memory that behaves as SQS does as far as operators can tell, and fails on demand. All of its
 * time is that of the clock that it is given; a receive answers at once. A body is {@code <type label> <reservation>}, or
 * anything else for a dead letter of which nothing is known.
 *
 * <p>Safe for use by any number of threads.
 */
public final class FakeDeadLetterQueue implements DeadLetterQueue, QueueDepths {

    static final int MAX_BYTES = 1_000;

    private final Clock clock;

    // All below: guarded by this.
    private final Map<String, FakeMessage> deadLetters = new LinkedHashMap<>();
    private final List<DeadLetter> sentBack = new ArrayList<>();
    private final Map<Operation, Predicate<String>> refusals = new LinkedHashMap<>();
    private final Map<String, DeadLetter.Origin> origins = new LinkedHashMap<>();
    private Runnable beforeSend = () -> {};
    private IntConsumer beforeReceive = count -> {};
    private int put;
    private int failingReceives;
    private int receives;

    public FakeDeadLetterQueue(Clock clock) {
        this.clock = clock;
    }

    /** Puts a dead letter in, and answers its id. */
    public synchronized String put(String body, Map<String, MessageAttribute> attributes, Optional<String> group) {
        String id = "letter-" + ++put;
        deadLetters.put(id, new FakeMessage(id, body, attributes, group, clock.instant()));
        return id;
    }

    /** Puts a dead letter in that a worker sent. */
    public String put(String body, String reason) {
        return put(body, Map.of("failure_reason", new MessageAttribute.Text("String", reason)), Optional.empty());
    }

    /** Says from now on that dead letters with such a body are of that origin. */
    public synchronized void comesFrom(String body, DeadLetter.Origin origin) {
        origins.put(body, origin);
    }

    /** The ids of the dead letters that are there, hidden ones too, oldest first. */
    public synchronized List<String> ids() {
        return List.copyOf(deadLetters.keySet());
    }

    /** What was sent back to the queue, oldest first. */
    public synchronized List<DeadLetter> sentBack() {
        return List.copyOf(sentBack);
    }

    /** How many dead letters nobody holds. */
    public synchronized long visible() {
        return deadLetters.values().stream()
                .filter(deadLetter -> deadLetter.isVisible(clock.instant()))
                .count();
    }

    /** How often dead letters were asked for. */
    public synchronized int receives() {
        return receives;
    }

    /** Refuses from now on to delete, or to send back ({@link Operation#DEAD_LETTER}), the dead letters of these ids. */
    public synchronized void refuse(Operation operation, Predicate<String> ids) {
        refusals.put(operation, ids);
    }

    /** Makes the next receives fail. */
    public synchronized void failReceives(int times) {
        failingReceives = times;
    }

    /** Runs something before each send, in the caller's thread: to wait, to cancel, to throw. */
    public synchronized void beforeSend(Runnable hook) {
        beforeSend = hook;
    }

    /** Runs something before each receive, in the caller's thread, with the number of receives so far. */
    public synchronized void beforeReceive(IntConsumer hook) {
        beforeReceive = hook;
    }

    @Override
    public List<DeadLetter> receive(int max, Duration hold) {
        IntConsumer hook;
        int count;
        synchronized (this) {
            hook = beforeReceive;
            count = ++receives;
        }
        hook.accept(count);
        return deliver(max, hold);
    }

    private synchronized List<DeadLetter> deliver(int max, Duration hold) {
        if (failingReceives > 0) {
            failingReceives--;
            throw new QueueUnavailableException("made to fail", new IOException("made to fail"));
        }
        Instant now = clock.instant();
        return deadLetters.values().stream()
                .filter(deadLetter -> deadLetter.isVisible(now))
                .limit(max)
                .map(deadLetter -> read(deadLetter.deliver(now.plus(hold))))
                .toList();
    }

    @Override
    public synchronized void release(List<Receipt> receipts) {
        checkBatch(receipts.size());
        for (Receipt receipt : receipts) {
            FakeMessage deadLetter = deadLetters.get(receipt.deadLetterId());
            if (deadLetter != null && deadLetter.isNewest(receipt.handle())) {
                deadLetter.hideUntil(clock.instant());
            }
        }
    }

    @Override
    public BatchResult<DeadLetter> sendBack(List<DeadLetter> batch) {
        checkBatch(batch.size());
        Runnable hook;
        synchronized (this) {
            hook = beforeSend;
        }
        hook.run();
        return settle(Operation.DEAD_LETTER, batch, DeadLetter::id, sentBack::add);
    }

    @Override
    public BatchResult<DeadLetter> resend(DeadLetter deadLetter, MessageBody body) {
        BatchResult<DeadLetter> result =
                sendBack(List.of(read(deadLetter.message().withBody(body.text()))));
        return result.map(sent -> deadLetter);
    }

    @Override
    public ResendPlan planResend(DeadLetter deadLetter, MessageBody body) {
        if (body.bytes() > MAX_BYTES) {
            throw new IllegalArgumentException("body: too long");
        }
        return new ResendPlan(body.bytes(), MAX_BYTES, true);
    }

    @Override
    public BatchResult<Receipt> delete(List<Receipt> receipts) {
        checkBatch(receipts.size());
        return settle(Operation.DELETE, receipts, Receipt::deadLetterId, receipt -> {
            FakeMessage deadLetter = deadLetters.get(receipt.deadLetterId());
            // As SQS does it: an old handle is taken, and deletes nothing.
            if (deadLetter != null && deadLetter.isNewest(receipt.handle())) {
                deadLetters.remove(receipt.deadLetterId());
            }
            return true;
        });
    }

    @Override
    public void check() {
        // This one may always be looked into.
    }

    @Override
    public synchronized Depth queue() {
        return new Depth(sentBack.size(), 0, 0);
    }

    @Override
    public synchronized Depth deadLetterQueue() {
        long visible = visible();
        return new Depth(visible, deadLetters.size() - visible, 0);
    }

    private synchronized <T> BatchResult<T> settle(
            Operation operation, List<T> entries, Function<T, String> id, Function<T, Boolean> carryOut) {
        Predicate<String> refused = refusals.getOrDefault(operation, any -> false);
        List<T> succeeded = new ArrayList<>();
        List<Refusal<T>> refusal = new ArrayList<>();
        for (T entry : entries) {
            if (refused.test(id.apply(entry))) {
                refusal.add(new Refusal<>(entry, "MadeToFail", "made to fail", true));
            } else {
                boolean unused = carryOut.apply(entry);
                succeeded.add(entry);
            }
        }
        return new BatchResult<>(succeeded, refusal);
    }

    private synchronized DeadLetter read(ReceivedMessage message) {
        DeadLetter.Origin origin = origins.getOrDefault(message.body(), DeadLetter.Origin.OWN);
        String[] words = message.body().split(" ", 2);
        for (EventType type : EventType.values()) {
            if (words.length == 2 && type.label().equals(words[0])) {
                return new DeadLetter(message, type, Optional.of(words[1]), Optional.empty(), origin);
            }
        }
        return new DeadLetter(message, EventType.UNKNOWN, Optional.empty(), Optional.empty(), origin);
    }

    private static void checkBatch(int size) {
        if (size < 1 || size > MessageQueue.MAX_BATCH) {
            throw new IllegalArgumentException("1 to " + MessageQueue.MAX_BATCH + " at a time, not " + size);
        }
    }
}
