package com.traffictacos.reservation.worker.pipeline.settle;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryRecorder;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.pipeline.settle.BatchOperation.Ends;
import com.traffictacos.reservation.worker.pipeline.settle.BatchOperation.Request;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries dispositions out, in batches: the only one that deletes, hands back or dead-letters. A dead letter is sent
 * first and its original deleted after, so that a crash between the two makes a second letter and never a loss.
 *
 * <p>Every delivery that is handed in is concluded exactly once, whatever the queue answers. Safe for use by any number
 * of threads.
 */
@Singleton
public final class Settler {

    private final DeliveryRecorder conclusions;
    private final Clock clock;
    private final BatchOperation<ReceivedMessage> deletes;
    private final BatchOperation<VisibilityChange> visibilityChanges;
    private final BatchOperation<DeadLetterEntry> deadLetters;
    private final AtomicInteger open = new AtomicInteger();

    @Inject
    public Settler(
            MessageQueue queue,
            DeliveryRecorder conclusions,
            BatchLinger linger,
            WorkerExecutors executors,
            Clock clock) {
        this.conclusions = conclusions;
        this.clock = clock;
        // Refused: the work is done; the message comes back when its lease is over and finds every step done.
        deletes = new BatchOperation<>(
                new Request<>(SettleAction.DELETE, DeliveryResult::message, queue::delete),
                new Ends(this::conclude, this::conclude),
                conclusions,
                linger,
                executors);
        // Refused: the message comes back when its lease is over, later than asked for, and is not lost.
        visibilityChanges = new BatchOperation<>(
                new Request<>(SettleAction.CHANGE_VISIBILITY, Settler::change, queue::changeVisibility),
                new Ends(this::conclude, this::conclude),
                conclusions,
                linger,
                executors);
        // Refused: the message stays; the queue's own redrive policy is the backstop.
        deadLetters = new BatchOperation<>(
                new Request<>(SettleAction.SEND_TO_DEAD_LETTER_QUEUE, this::letter, queue::sendToDeadLetterQueue),
                new Ends(deletes::add, settlement -> conclude(settlement, Outcome.RETRIED)),
                conclusions,
                linger,
                executors);
    }

    /** Takes a delivery over; returns at once. */
    public void settle(DeliveryResult settlement) {
        open.incrementAndGet();
        conclusions.disposed(settlement);
        switch (settlement.disposition()) {
            case Disposition.Acknowledge ignored -> deletes.add(withoutContent(settlement));
            case Disposition.RetryAfter ignored -> visibilityChanges.add(withoutContent(settlement));
            case Disposition.Release ignored -> visibilityChanges.add(withoutContent(settlement));
            case Disposition.SendToDeadLetterQueue ignored -> deadLetters.add(settlement);
        }
    }

    /** Concludes a delivery without a request: its message comes back when its visibility timeout ends. */
    public void leave(DeliveryResult settlement) {
        DeliveryResult left = new DeliveryResult(
                settlement.message(), new Disposition.RetryAfter(Duration.ZERO), settlement.account());
        conclusions.disposed(left);
        conclusions.conclude(left, Outcome.RETRIED);
    }

    /** Dozens of deliveries may wait to be settled; with their bodies they would fill the heap. */
    private DeliveryResult withoutContent(DeliveryResult settlement) {
        conclusions.contentDropped(settlement.message());
        return settlement.of(settlement.message().withoutContent());
    }

    /** Concludes a delivery whose message was delivered again while it was in work: its receipt handle is of no use. */
    public void superseded(ReceivedMessage earlier) {
        conclusions.conclude(
                DeliveryResult.untouched(
                        earlier,
                        new Disposition.RetryAfter(Duration.ZERO),
                        Optional.of("delivered again while in work")),
                Outcome.RETRIED);
    }

    /** Sends everything that waits, without waiting for more to fill the batches; returns at once. */
    public void hurry() {
        deadLetters.hurry();
        visibilityChanges.hurry();
        deletes.hurry();
    }

    /**
     * Sends everything that waits, and waits for what is under way. Needs no thread but the caller's: while the container
     * stops, its executors take no new work.
     *
     * @return whether everything is settled; false if the time ran out first
     */
    public boolean flush(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (open.get() > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            deadLetters.flush();
            visibilityChanges.flush();
            deletes.flush();
            if (open.get() > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        return true;
    }

    private static VisibilityChange change(DeliveryResult settlement) {
        Duration delay =
                settlement.disposition() instanceof Disposition.RetryAfter retry ? retry.delay() : Duration.ZERO;
        return new VisibilityChange(settlement.message(), delay);
    }

    private DeadLetterEntry letter(DeliveryResult settlement) {
        Disposition.SendToDeadLetterQueue disposition = (Disposition.SendToDeadLetterQueue) settlement.disposition();
        return new DeadLetterEntry(settlement.message(), disposition.reason(), disposition.detail(), clock.instant());
    }

    private void conclude(DeliveryResult settlement) {
        conclude(settlement, settlement.disposition().outcome());
    }

    private void conclude(DeliveryResult settlement, Outcome outcome) {
        try {
            conclusions.conclude(settlement, outcome);
        } finally {
            open.decrementAndGet();
        }
    }
}
