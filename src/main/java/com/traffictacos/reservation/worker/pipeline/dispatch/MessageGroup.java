package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The deliveries of one message group of a FIFO queue, which are processed one at a time on one thread of the event
 * pool. If a message stays in the queue, the deliveries behind it are returned to the queue with it, and the queue
 * keeps their order.
 *
 * <p>The waiting deliveries are guarded by the lock of {@link MessageGroups}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html">FIFO
 *     delivery logic</a>
 */
final class MessageGroup implements Runnable {

    private static final String HELD = "an earlier message of its group is held";

    private final MessageGroups groups;
    private final String id;
    private final UnexpectedFailures failures;
    private final Deque<DeliveryTask> waiting = new ArrayDeque<>();

    MessageGroup(MessageGroups groups, String id, UnexpectedFailures failures) {
        this.groups = groups;
        this.id = id;
        this.failures = failures;
    }

    String id() {
        return id;
    }

    void add(DeliveryTask task) {
        waiting.addLast(task);
    }

    Optional<DeliveryTask> take() {
        return Optional.ofNullable(waiting.pollFirst());
    }

    @Override
    public void run() {
        Optional<DeliveryTask> next = groups.next(this);
        while (next.isPresent()) {
            Disposition disposition = work(next.get());
            if (holds(disposition)) {
                release(behind(disposition), HELD);
                return;
            }
            next = groups.next(this);
        }
    }

    private Disposition work(DeliveryTask task) {
        try {
            return task.run().orElse(new Disposition.Release());
        } catch (Throwable failure) {
            failures.record(Place.DISPATCH, failure);
            return new Disposition.RetryAfter(Duration.ZERO);
        }
    }

    /**
     * Whether the message is still in the queue. A dead letter counts as in the queue, because the dead-letter queue
     * may refuse it.
     */
    private static boolean holds(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Acknowledge ignored -> false;
            case Disposition.RetryAfter ignored -> true;
            case Disposition.SendToDeadLetterQueue ignored -> true;
            case Disposition.Release ignored -> true;
        };
    }

    private static Disposition behind(Disposition held) {
        return switch (held) {
            case Disposition.RetryAfter retry -> retry;
            case Disposition.Release release -> release;
            case Disposition.Acknowledge ignored -> new Disposition.RetryAfter(Duration.ZERO);
            case Disposition.SendToDeadLetterQueue ignored -> new Disposition.RetryAfter(Duration.ZERO);
        };
    }

    /** Returns all waiting deliveries to the queue. */
    void release(Disposition disposition, String why) {
        for (DeliveryTask task : groups.end(this)) {
            failures.observe(Place.DISPATCH, () -> task.release(disposition, why));
        }
    }
}
