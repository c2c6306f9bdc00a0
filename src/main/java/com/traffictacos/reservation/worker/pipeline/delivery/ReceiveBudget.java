package com.traffictacos.reservation.worker.pipeline.delivery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the bodies that the worker holds within their {@link HeapShare}: a receive asks for no more messages than there is
 * memory for. A body counts from its receive until the worker needs it no more: when its handler has ended, or when its message
 * rests in the dead-letter queue.
 *
 * <p>How large the messages of a receive will be is not known before. Each is expected to be twice the largest of late; the
 * first ones, before anything is known, as large as SQS allows. With small bodies nothing ever waits here.
 *
 * <p>Safe for use by any number of threads.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">SQS
 *     quotas</a>
 */
@Singleton
public final class ReceiveBudget {

    /** The largest message of SQS, 1 MiB, at two bytes for each character. */
    static final long LARGEST = 2 * 1024 * 1024;

    private static final long SMALLEST = 16 * 1024;

    /** From the largest to the smallest within some 150 receives. */
    private static final int FORGETTING = 32;

    /** A poller that waits shows itself this often, so that a stalled one can be told from it. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final long total;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private long used;
    private long expected = LARGEST;
    private boolean known;
    private boolean closed;

    @Inject
    public ReceiveBudget(HeapShare heap) {
        this(heap.forBodies());
    }

    /** @param total bytes for bodies */
    public ReceiveBudget(long total) {
        this.total = total;
    }

    /**
     * Memory set aside for the messages of one receive.
     *
     * @param messages how many may be asked for
     */
    public record Reservation(int messages, long bytes) {

        public static final Reservation NONE = new Reservation(0, 0);
    }

    /**
     * Sets memory aside, and waits a while for it. A worker that holds nothing may always ask for one message.
     *
     * @param wanted 1 or more
     * @return for 1 to {@code wanted} messages; {@link Reservation#NONE} if there is no memory yet, or the budget is closed
     */
    public Reservation reserve(int wanted) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = HEARTBEAT.toNanos();
            while (!closed && affordable() < 1) {
                if (left <= 0) {
                    return Reservation.NONE;
                }
                left = changed.awaitNanos(left);
            }
            return closed ? Reservation.NONE : reserved((int) Math.min(wanted, affordable()));
        } finally {
            lock.unlock();
        }
    }

    private Reservation reserved(int messages) {
        long bytes = messages * expected;
        used += bytes;
        return new Reservation(messages, bytes);
    }

    private long affordable() {
        return used <= 0 ? Math.max(1, total / expected) : (total - used) / expected;
    }

    /** A receive came back: what it brought counts instead of what was set aside for it. */
    public void received(Reservation reservation, List<ReceivedMessage> messages) {
        long bytes = 0;
        long largest = 0;
        for (ReceivedMessage message : messages) {
            long size = size(message);
            bytes += size;
            largest = Math.max(largest, size);
        }
        lock.lock();
        try {
            used += bytes - reservation.bytes();
            if (largest > 0) {
                long least = known ? Math.max(SMALLEST, expected - expected / FORGETTING) : SMALLEST;
                expected = Math.clamp(2 * largest, least, LARGEST);
                known = true;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The content of a message is held no more. */
    void dropped(ReceivedMessage message) {
        long bytes = size(message);
        lock.lock();
        try {
            used -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody is to wait any more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that are held or set aside at this moment. */
    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** An upper bound: one character outside of Latin-1 makes all of them take two bytes. */
    private static long size(ReceivedMessage message) {
        long size = 2L * message.body().length();
        for (MessageAttribute attribute : message.attributes().values()) {
            size += switch (attribute) {
                case MessageAttribute.Text text -> 2L * text.value().length();
                case MessageAttribute.Bytes bytes -> bytes.value().length;
            };
        }
        return size;
    }
}
