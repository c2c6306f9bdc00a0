package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages.Arrival;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.pipeline.process.EventProcessor;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
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
@Singleton
public final class Dispatcher {

    private static final String STOPPING = "the worker stops";

    private final EventProcessor processor;
    private final Settler settler;
    private final InFlightMessages leases;
    private final PermitGrants intake;
    private final WorkerExecutors executors;
    private final MessageGroups groups = new MessageGroups();
    // A handler that has lost its lease notices before its next call; calls end within this time.
    private final Duration untilFenced;

    @Inject
    public Dispatcher(
            EventProcessor processor,
            Settler settler,
            InFlightMessages leases,
            PermitGrants intake,
            HandlingTime handlingTime,
            WorkerExecutors executors) {
        this.untilFenced = wholeSeconds(handlingTime.longestCall());
        this.processor = processor;
        this.settler = settler;
        this.leases = leases;
        this.intake = intake;
        this.executors = executors;
    }

    /**
     * Starts the processing of the messages of one receive and takes over their permits. Never throws.
     *
     * @return false if the pool accepts no more work: the container is stopping, and messages were returned to the
     *     queue
     */
    public boolean dispatch(List<ReceivedMessage> messages) {
        boolean accepted = true;
        // Messages that follow in the group of a message returned to the queue must not overtake it.
        Set<String> heldGroups = new HashSet<>();
        for (ReceivedMessage message : messages) {
            try {
                accepted &= dispatch(message, heldGroups);
            } catch (Throwable failure) {
                executors.failures().record(Place.DISPATCH, failure);
                message.groupId().ifPresent(heldGroups::add);
                leave(message, "the delivery could not be begun");
            }
        }
        return accepted;
    }

    /** Rounded up, because the queue supports only whole seconds. */
    private static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusMillis(999).toSeconds());
    }

    private boolean dispatch(ReceivedMessage message, Set<String> heldGroups) {
        if (message.groupId().filter(heldGroups::contains).isPresent()) {
            giveBack(message, new Disposition.RetryAfter(untilFenced), "an earlier message of its group is held");
            return true;
        }
        switch (leases.begin(message, intake::lastCallBegins)) {
            case Arrival.First first -> {
                return start(first.inHand());
            }
            case Arrival.Again again -> {
                // The processing continues with the new receipt handle.
                settler.superseded(again.earlier());
                intake.turnedAway(message);
            }
            case Arrival.StillInWork ignored -> {
                message.groupId().ifPresent(heldGroups::add);
                giveBack(message, new Disposition.RetryAfter(untilFenced), "an earlier delivery is in work");
            }
        }
        return true;
    }

    private boolean start(InFlightMessage inHand) {
        DeliveryTask task = task(inHand);
        Optional<Runnable> work = inHand.message()
                .groupId()
                .map(id -> groups.add(id, task, executors.failures()).map(Runnable.class::cast))
                .orElseGet(() -> Optional.of(task::run));
        if (work.isEmpty()) {
            // The group is being processed and will reach this delivery.
            return true;
        }
        try {
            executors.events().execute(work.get());
            return true;
        } catch (Throwable refused) {
            boolean stopping = refused instanceof RejectedExecutionException;
            if (!stopping) {
                executors.failures().record(Place.DISPATCH, refused);
            }
            if (work.get() instanceof MessageGroup group) {
                group.giveUp(new Disposition.Release(), STOPPING);
            } else {
                task.giveUp(new Disposition.Release(), STOPPING);
            }
            return !stopping;
        }
    }

    /** Leaves a message to its visibility timeout and releases its permit. */
    private void leave(ReceivedMessage message, String why) {
        settler.leave(DeliveryResult.untouched(message, new Disposition.RetryAfter(Duration.ZERO), Optional.of(why)));
        intake.turnedAway(message);
    }

    private DeliveryTask task(InFlightMessage inHand) {
        return new DeliveryTask(processor, settler, leases, intake, inHand, executors.failures());
    }

    /** Returns messages to the queue that were received too late to be processed, and releases their permits. */
    public void giveBack(List<ReceivedMessage> messages) {
        for (ReceivedMessage message : messages) {
            executors.failures().observe(Place.DISPATCH, () -> giveBack(message, new Disposition.Release(), STOPPING));
        }
    }

    private void giveBack(ReceivedMessage message, Disposition disposition, String why) {
        try {
            processor.untried(message);
            settler.settle(DeliveryResult.untouched(message, disposition, Optional.of(why)));
        } finally {
            intake.turnedAway(message);
        }
    }

    /** Returns every message to the queue whose processing has not begun. */
    public void abandonWaiting() {
        for (InFlightMessage inHand : leases.all()) {
            task(inHand).giveUp(new Disposition.Release(), STOPPING);
        }
    }

    /**
     * Releases every delivery that is still in flight: no delivery begins a further step, and each message is returned
     * to the queue. Threads may still be inside a call; the result of that call is ignored.
     */
    public void abandonAll() {
        for (InFlightMessage inHand : leases.all()) {
            // Claimed first: a handler that ends at this moment must not mistake this for a lease that the queue
            // refused.
            if (inHand.claimSettling()) {
                inHand.loseLease();
                settler.settle(
                        DeliveryResult.untouched(inHand.message(), new Disposition.Release(), Optional.of(STOPPING)));
            }
        }
    }
}
