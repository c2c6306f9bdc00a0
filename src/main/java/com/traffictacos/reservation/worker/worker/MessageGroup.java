package com.traffictacos.reservation.worker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Deliveries that go one after the other on one thread of the event pool: those of one receive with the same message
 * group of a FIFO queue, or a single one of another queue. One that does not leave the queue holds those behind it: they
 * are handed back with it, and the queue keeps their order.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html">FIFO
 *     delivery logic</a>
 */
final class MessageGroup implements Runnable {

    private static final String HELD = "an earlier message of its group is held";

    private final List<DeliveryTask> tasks;

    private MessageGroup(List<DeliveryTask> tasks) {
        this.tasks = tasks;
    }

    /** The deliveries of one receive by message group, in the order in which they came. */
    static List<MessageGroup> of(List<InHand> deliveries, Function<InHand, DeliveryTask> task) {
        List<MessageGroup> groups = new ArrayList<>(deliveries.size());
        Map<String, List<DeliveryTask>> ordered = new LinkedHashMap<>();
        for (InHand inHand : deliveries) {
            Optional<String> group = inHand.message().groupId();
            if (group.isEmpty()) {
                groups.add(new MessageGroup(List.of(task.apply(inHand))));
            } else {
                ordered.computeIfAbsent(group.get(), id -> new ArrayList<>()).add(task.apply(inHand));
            }
        }
        ordered.values().forEach(group -> groups.add(new MessageGroup(group)));
        return groups;
    }

    @Override
    public void run() {
        for (int i = 0; i < tasks.size(); i++) {
            Disposition disposition = tasks.get(i).run().orElse(new Disposition.Release());
            if (holds(disposition)) {
                tasks.subList(i + 1, tasks.size()).forEach(task -> task.giveUp(behind(disposition), HELD));
                return;
            }
        }
    }

    /** Whether the message is still in the queue; one on its way to the dead-letter queue may be refused there. */
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

    /** Hands all of them back. */
    void giveUp(Disposition disposition, String why) {
        tasks.forEach(task -> task.giveUp(disposition, why));
    }
}
