package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The message groups of a FIFO queue that have deliveries in flight in this worker. A group is on one thread of the event
 * pool at a time, across receives: what a later receive brings of it waits for what an earlier one brought. SQS keeps a
 * group back while one of its messages is in flight, but delivers it again once a visibility timeout has ended, when the
 * earlier delivery may still be in a call.
 *
 * <p>Safe for use by any number of threads. Costs one lock per message with a group, and nothing for others.
 */
final class MessageGroups {

    private final Map<String, MessageGroup> inFlight = new HashMap<>();

    /**
     * Adds a delivery to the end of its group.
     *
     * @return the group, if its work has to be begun; empty if it is at work already and comes to the delivery
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

    /** The next delivery of a group; without one the group is no longer in flight. */
    synchronized Optional<DeliveryTask> next(MessageGroup group) {
        Optional<DeliveryTask> next = group.take();
        if (next.isEmpty()) {
            inFlight.remove(group.id());
        }
        return next;
    }

    /** Ends a group's work. Answers the deliveries that still wait, in their order. */
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

    /** How many groups have deliveries in flight. */
    synchronized int size() {
        return inFlight.size();
    }
}
