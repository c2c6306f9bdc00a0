package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.config.HandlingTime;
import com.traffictacos.reservation.worker.worker.Leases.Arrival;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands received messages to the event pool, and takes back what the pool or the time did not allow for. Messages of one
 * group of a FIFO queue go one after the other. Safe for use by any number of threads.
 */
@Singleton
public final class Dispatcher {

    private static final String STOPPING = "the worker stops";

    private final EventProcessor processor;
    private final Settler settler;
    private final Leases leases;
    private final Intake intake;
    private final WorkerExecutors executors;
    // A handler that has lost its lease notices before its next call; calls end within this time.
    private final Duration untilFenced;

    @Inject
    public Dispatcher(
            EventProcessor processor,
            Settler settler,
            Leases leases,
            Intake intake,
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
     * Starts work on the messages of one receive; takes their permits over.
     *
     * @return false if the pool takes no more work: the container is stopping, and messages were handed back
     */
    boolean dispatch(List<ReceivedMessage> messages) {
        List<InHand> toDo = new ArrayList<>(messages.size());
        for (ReceivedMessage message : messages) {
            switch (leases.begin(message, intake::lastCallBegins)) {
                case Arrival.First first -> toDo.add(first.inHand());
                case Arrival.Again again -> {
                    // Its work goes on, under the new receipt handle.
                    settler.superseded(again.earlier());
                    intake.turnedAway(message);
                }
                case Arrival.StillInWork ignored ->
                    giveBack(message, new Disposition.RetryAfter(untilFenced), "an earlier delivery is in work");
            }
        }
        boolean accepted = true;
        for (MessageGroup group : MessageGroup.of(toDo, this::task)) {
            accepted &= execute(group);
        }
        return accepted;
    }

    /** Rounded up: the queue knows no smaller delays. */
    private static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusMillis(999).toSeconds());
    }

    private boolean execute(MessageGroup group) {
        try {
            executors.events().execute(group);
            return true;
        } catch (RejectedExecutionException containerStops) {
            group.giveUp(new Disposition.Release(), STOPPING);
            return false;
        }
    }

    private DeliveryTask task(InHand inHand) {
        return new DeliveryTask(processor, settler, leases, intake, inHand);
    }

    /** Hands messages back that were received too late to be worked on; takes their permits over. */
    void giveBack(List<ReceivedMessage> messages) {
        messages.forEach(message -> giveBack(message, new Disposition.Release(), STOPPING));
    }

    private void giveBack(ReceivedMessage message, Disposition disposition, String why) {
        settler.settle(Settlement.untouched(message, disposition, Optional.of(why)));
        intake.turnedAway(message);
    }

    /** Hands every message back whose work has not begun. */
    void abandonWaiting() {
        for (InHand inHand : leases.all()) {
            task(inHand).giveUp(new Disposition.Release(), STOPPING);
        }
    }

    /**
     * Gives up on every delivery that is still in work: none begins a further step, each message is handed back. Their
     * threads may still be inside a call; what they bring back is thrown away.
     */
    void abandonAll() {
        for (InHand inHand : leases.all()) {
            inHand.loseLease();
            if (inHand.claimSettling()) {
                settler.settle(
                        Settlement.untouched(inHand.message(), new Disposition.Release(), Optional.of(STOPPING)));
            }
        }
    }
}
