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
 * Hands received messages to the event pool, and takes back what the pool or the time did not allow for. Messages of one
 * group of a FIFO queue go one after the other, those of later receives too ({@link MessageGroups}). Safe for use by any number of threads.
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
     * Starts work on the messages of one receive; takes their permits over. Never throws.
     *
     * @return false if the pool takes no more work: the container is stopping, and messages were handed back
     */
    public boolean dispatch(List<ReceivedMessage> messages) {
        boolean accepted = true;
        // Whatever follows in the group of a message that was handed back must not overtake it.
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

    /** Rounded up: the queue knows no smaller delays. */
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
                // Its work goes on, under the new receipt handle.
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
            // Its group is at work and comes to it.
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

    /** Leaves a message to its visibility timeout; takes its permit over. */
    private void leave(ReceivedMessage message, String why) {
        settler.leave(DeliveryResult.untouched(message, new Disposition.RetryAfter(Duration.ZERO), Optional.of(why)));
        intake.turnedAway(message);
    }

    private DeliveryTask task(InFlightMessage inHand) {
        return new DeliveryTask(processor, settler, leases, intake, inHand, executors.failures());
    }

    /** Hands messages back that were received too late to be worked on; takes their permits over. */
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

    /** Hands every message back whose work has not begun. */
    public void abandonWaiting() {
        for (InFlightMessage inHand : leases.all()) {
            task(inHand).giveUp(new Disposition.Release(), STOPPING);
        }
    }

    /**
     * Gives up on every delivery that is still in work: none begins a further step, each message is handed back. Their
     * threads may still be inside a call; what they bring back is thrown away.
     */
    public void abandonAll() {
        for (InFlightMessage inHand : leases.all()) {
            // Claimed first: a handler that ends just now must not take this for a lease that the queue refused.
            if (inHand.claimSettling()) {
                inHand.loseLease();
                settler.settle(
                        DeliveryResult.untouched(inHand.message(), new Disposition.Release(), Optional.of(STOPPING)));
            }
        }
    }
}
