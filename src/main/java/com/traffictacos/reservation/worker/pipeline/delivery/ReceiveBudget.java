package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the message bodies in memory to their {@link HeapShare}: a receive requests only as many messages as there is
 * memory for. A body is counted from its receive until the worker no longer needs it: until its handler has ended, or
 * until its message is in the dead-letter queue.
 *
 * <p>The size of the messages of a receive is not known in advance. Each is assumed to be twice as large as the largest
 * recent one; before the first receive, as large as SQS allows. With small bodies no receive ever waits here.
 *
 * <p>Safe for use by any number of threads.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">SQS
 *     quotas</a>
 */
@SingletonBean
public final class ReceiveBudget {

    /** The largest message of SQS, 1 MiB, at two bytes per character. */
    static final long LARGEST = 2 * 1024 * 1024;

    private static final long SMALLEST = 16 * 1024;

    /** The estimate falls from the largest size to the smallest within about 150 receives. */
    private static final int FORGETTING = 32;

    /** A waiting poller reports activity at this interval, so that it can be distinguished from a stalled one. */
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

    /** @param total bytes that may be used for bodies */
    public ReceiveBudget(long total) {
        this.total = total;
    }

    /**
     * Memory reserved for the messages of one receive.
     *
     * @param messages how many messages may be requested
     */
    public record Reservation(int messages, long bytes) {

        public static final Reservation NONE = new Reservation(0, 0);
    }

    /**
     * Reserves memory, and waits for it for a limited time. A worker that holds no bodies may always request one
     * message.
     *
     * @param wanted 1 or more
     * @return a reservation for 1 to {@code wanted} messages; {@link Reservation#NONE} if there is no memory yet, or if
     *     the budget is closed
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

    /** A receive has returned: the actual size of its messages replaces the reserved size. */
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

    /** The content of a message is no longer held. */
    public void dropped(ReceivedMessage message) {
        long bytes = size(message);
        lock.lock();
        try {
            used -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that are held or reserved at this moment. */
    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** An upper bound: a single character outside Latin-1 makes every character of a string take two bytes. */
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
