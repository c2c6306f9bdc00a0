package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages.Arrival;
import com.traffictacos.reservation.worker.pipeline.permit.PermittedMessage;
import com.traffictacos.reservation.worker.pipeline.process.EventProcessor;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * Passes received messages to the event pool, and returns messages to the queue that the pool or the time does not
 * allow for. Messages of one group of a FIFO queue are processed one at a time, across receives too ({@link
 * MessageGroups}). Safe for use by any number of threads.
 */
@SingletonBean
public final class Dispatcher {

    private static final String STOPPING = "the worker stops";

    private final EventProcessor processor;
    private final Settler settler;
    private final InFlightMessages deliveries;
    private final EventPool pool;
    private final WorkerExecutors executors;
    private final MessageGroups groups = new MessageGroups();
    // A handler that has lost its lease notices before its next call; calls end within this time.
    private final Duration untilFenced;

    @Inject
    public Dispatcher(
            EventProcessor processor,
            Settler settler,
            InFlightMessages deliveries,
            HandlingTime handlingTime,
            EventPool pool,
            WorkerExecutors executors) {
        this.untilFenced = wholeSeconds(handlingTime.longestCall());
        this.processor = processor;
        this.settler = settler;
        this.deliveries = deliveries;
        this.pool = pool;
        this.executors = executors;
    }

    /**
     * Starts the processing of the messages of one receive and takes over their permits. Never throws.
     *
     * @return false if the pool accepts no more work: the container is stopping, and messages were returned to the
     *     queue
     */
    public boolean dispatch(List<PermittedMessage> messages) {
        // Messages that follow in the group of a message returned to the queue must not overtake it.
        Set<String> heldGroups = new HashSet<>();
        List<Start> starts = new ArrayList<>();
        for (PermittedMessage received : messages) {
            try {
                dispatch(received, heldGroups).ifPresent(starts::add);
            } catch (Throwable failure) {
                executors.failures().record(Place.DISPATCH, failure);
                received.message().groupId().ifPresent(heldGroups::add);
                leave(received, "the delivery could not be begun");
            }
        }
        // Only now, when every message of a group is in it: if its first message failed before the second was added,
        // the
        // second would begin a group of its own and overtake the first.
        boolean accepted = true;
        for (Start start : starts) {
            accepted &= start(start);
        }
        return accepted;
    }

    /**
     * What has to be run for a message, or for the group that it has begun.
     *
     * @param release returns the message, or the group's, to the queue instead
     */
    private record Start(Runnable work, Runnable release) {}

    /** Rounded up, because the queue supports only whole seconds. */
    private static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusMillis(999).toSeconds());
    }

    private Optional<Start> dispatch(PermittedMessage received, Set<String> heldGroups) {
        ReceivedMessage message = received.message();
        if (message.groupId().filter(heldGroups::contains).isPresent()) {
            release(received, new Disposition.RetryAfter(untilFenced), "an earlier message of its group is held");
            return Optional.empty();
        }
        return switch (deliveries.begin(received)) {
            case Arrival.First first -> begin(first.delivery());
            case Arrival.Again again -> {
                // The processing continues with the new receipt handle.
                settler.superseded(again.earlier());
                received.permit().release();
                yield Optional.empty();
            }
            case Arrival.StillInFlight ignored -> {
                message.groupId().ifPresent(heldGroups::add);
                release(received, new Disposition.RetryAfter(untilFenced), "an earlier delivery is in flight");
                yield Optional.empty();
            }
        };
    }

    /** Empty if the message's group is being processed already and will reach it. */
    private Optional<Start> begin(InFlightMessage inFlight) {
        DeliveryTask task = task(inFlight);
        Optional<String> groupId = inFlight.message().groupId();
        if (groupId.isEmpty()) {
            return Optional.of(new Start(task::run, () -> task.release(new Disposition.Release(), STOPPING)));
        }
        return groups.add(groupId.get(), task, executors.failures())
                .map(group -> new Start(group, () -> group.release(new Disposition.Release(), STOPPING)));
    }

    /** Whether the pool accepts the work. */
    private boolean start(Start start) {
        try {
            pool.execute(start.work());
            return true;
        } catch (Throwable refused) {
            boolean stopping = refused instanceof RejectedExecutionException;
            if (!stopping) {
                executors.failures().record(Place.DISPATCH, refused);
            }
            executors.failures().observe(Place.DISPATCH, start.release());
            return !stopping;
        }
    }

    /** Leaves a message to its visibility timeout and releases its permit. */
    private void leave(PermittedMessage received, String why) {
        settler.leave(DeliveryResult.untouched(
                received.message(), new Disposition.RetryAfter(Duration.ZERO), Optional.of(why)));
        received.permit().release();
    }

    private DeliveryTask task(InFlightMessage inFlight) {
        return new DeliveryTask(processor, settler, deliveries, inFlight, executors.failures());
    }

    /** Returns messages to the queue that were received too late to be processed, and releases their permits. */
    public void release(List<PermittedMessage> messages) {
        for (PermittedMessage received : messages) {
            executors.failures().observe(Place.DISPATCH, () -> release(received, new Disposition.Release(), STOPPING));
        }
    }

    private void release(PermittedMessage received, Disposition disposition, String why) {
        try {
            processor.untried(received.message());
            settler.settle(DeliveryResult.untouched(received.message(), disposition, Optional.of(why)));
        } finally {
            received.permit().release();
        }
    }

    /** Returns every message to the queue whose processing has not begun. */
    public void releaseWaiting() {
        for (InFlightMessage inFlight : deliveries.all()) {
            task(inFlight).release(new Disposition.Release(), STOPPING);
        }
    }

    /**
     * Releases every delivery that is still in flight: no delivery begins a further step, and each message is returned
     * to the queue. Threads may still be inside a call; the result of that call is ignored.
     */
    public void releaseAll() {
        for (InFlightMessage inFlight : deliveries.all()) {
            // Claimed first: a handler that ends at this moment must not mistake this for a lease that the queue
            // refused.
            if (inFlight.claimSettling()) {
                inFlight.loseLease();
                settler.settle(
                        DeliveryResult.untouched(inFlight.message(), new Disposition.Release(), Optional.of(STOPPING)));
            }
        }
        pool.close();
    }
}
