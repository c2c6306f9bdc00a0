package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The message groups of a FIFO queue that have deliveries in flight in this worker. A group runs on one thread of the
 * event pool at a time, across receives: the messages of a later receive wait for those of an earlier one. SQS does not
 * deliver a group while one of its messages is in flight, but delivers it again once a visibility timeout has ended,
 * when the earlier delivery may still be in a call.
 *
 * <p>Safe for use by any number of threads. Costs one lock per message with a group, and nothing for other messages.
 */
final class MessageGroups {

    private final Map<String, MessageGroup> inFlight = new HashMap<>();

    /**
     * Adds a delivery to the end of its group.
     *
     * @return the group, if its processing must be started; empty if the group is being processed and will reach the
     *     delivery
     */
    synchronized Optional<MessageGroup> add(String id, DeliveryTask task, UnexpectedFailures failures) {
        MessageGroup group = inFlight.get(id);
        if (group != null) {
            group.add(task);
            return Optional.empty();
        }
        MessageGroup begun = new MessageGroup(this, id, failures);
        begun.add(task);
        inFlight.put(id, begun);
        return Optional.of(begun);
    }

    /** The next delivery of a group; if there is none, the group is no longer in flight. */
    synchronized Optional<DeliveryTask> next(MessageGroup group) {
        Optional<DeliveryTask> next = group.take();
        if (next.isEmpty()) {
            inFlight.remove(group.id());
        }
        return next;
    }

    /** Ends the processing of a group. Returns the deliveries that still wait, in their order. */
    synchronized List<DeliveryTask> end(MessageGroup group) {
        inFlight.remove(group.id());
        List<DeliveryTask> rest = new ArrayList<>();
        Optional<DeliveryTask> next = group.take();
        while (next.isPresent()) {
            rest.add(next.get());
            next = group.take();
        }
        return rest;
    }

    /** The number of groups with deliveries in flight. */
    synchronized int size() {
        return inFlight.size();
    }
}
