package com.traffictacos.reservation.worker.pipeline.settle;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.pipeline.settle.BatchOperation.Callbacks;
import com.traffictacos.reservation.worker.pipeline.settle.BatchOperation.Request;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries out dispositions, in batches. The only class that deletes messages, returns them to the queue or dead-letters
 * them. A dead letter is sent first and its original deleted afterwards, so that a crash between the two causes a
 * duplicate dead letter and never a loss.
 *
 * <p>Every delivery that is passed in is concluded exactly once, whatever the queue answers. Safe for use by any number
 * of threads.
 */
@SingletonBean
public final class Settler {

    private final DeliveryLedger ledger;
    private final WorkerObserver observer;
    private final ReceiveBudget budget;
    private final Clock clock;
    private final BatchOperation<ReceivedMessage> deletes;
    private final BatchOperation<VisibilityChange> visibilityChanges;
    private final BatchOperation<DeadLetterEntry> deadLetters;
    private final AtomicInteger open = new AtomicInteger();

    @Inject
    public Settler(
            MessageQueue queue,
            DeliveryLedger ledger,
            WorkerObserver observer,
            ReceiveBudget budget,
            BatchLinger linger,
            WorkerExecutors executors,
            Clock clock) {
        this.ledger = ledger;
        this.observer = observer;
        this.budget = budget;
        this.clock = clock;
        // Refused: the work is done. The message is redelivered when its lease is over, and its handler finds every
        // step done.
        deletes = new BatchOperation<>(
                new Request<>(SettleAction.DELETE, DeliveryResult::message, queue::delete),
                new Callbacks(this::conclude, this::conclude),
                observer,
                linger,
                executors);
        // Refused: the message is redelivered when its lease is over, later than requested, and is not lost.
        visibilityChanges = new BatchOperation<>(
                new Request<>(SettleAction.CHANGE_VISIBILITY, Settler::change, queue::changeVisibility),
                new Callbacks(this::conclude, this::conclude),
                observer,
                linger,
                executors);
        // Refused: the message stays in the queue, and the queue's own redrive policy applies.
        deadLetters = new BatchOperation<>(
                new Request<>(SettleAction.SEND_TO_DEAD_LETTER_QUEUE, this::deadLetter, queue::sendToDeadLetterQueue),
                new Callbacks(deletes::add, settlement -> conclude(settlement, Outcome.RETRIED)),
                observer,
                linger,
                executors);
    }

    /** Takes over a delivery; returns immediately. */
    public void settle(DeliveryResult settlement) {
        open.incrementAndGet();
        observer.disposed(settlement);
        switch (settlement.disposition()) {
            case Disposition.Acknowledge ignored -> deletes.add(withoutContent(settlement));
            case Disposition.RetryAfter ignored -> visibilityChanges.add(withoutContent(settlement));
            case Disposition.Release ignored -> visibilityChanges.add(withoutContent(settlement));
            case Disposition.SendToDeadLetterQueue ignored -> deadLetters.add(settlement);
        }
    }

    /** Concludes a delivery without a request: its message becomes visible again when its visibility timeout ends. */
    public void leave(DeliveryResult settlement) {
        DeliveryResult left = new DeliveryResult(
                settlement.message(), new Disposition.RetryAfter(Duration.ZERO), settlement.report());
        observer.disposed(left);
        record(left, Outcome.RETRIED);
    }

    /** Dozens of deliveries may wait to be settled; their bodies would fill the heap. */
    private DeliveryResult withoutContent(DeliveryResult settlement) {
        budget.dropped(settlement.message());
        return settlement.of(settlement.message().withoutContent());
    }

    /**
     * Concludes a delivery whose message was delivered again while it was in flight: its receipt handle is no longer
     * valid.
     */
    public void superseded(ReceivedMessage earlier) {
        record(
                DeliveryResult.untouched(
                        earlier,
                        new Disposition.RetryAfter(Duration.ZERO),
                        Optional.of("delivered again while in flight")),
                Outcome.RETRIED);
    }

    /** Sends all waiting entries without waiting for fuller batches; returns immediately. */
    public void flushAsync() {
        deadLetters.flushAsync();
        visibilityChanges.flushAsync();
        deletes.flushAsync();
    }

    /**
     * Sends all waiting entries, and waits for the requests in progress. Needs only the caller's thread, because the
     * container's executors accept no new tasks while it stops.
     *
     * @return whether everything is settled; false if the timeout expired first
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

    private DeadLetterEntry deadLetter(DeliveryResult settlement) {
        Disposition.SendToDeadLetterQueue disposition = (Disposition.SendToDeadLetterQueue) settlement.disposition();
        return new DeadLetterEntry(settlement.message(), disposition.reason(), disposition.detail(), clock.instant());
    }

    private void conclude(DeliveryResult settlement) {
        conclude(settlement, settlement.disposition().outcome());
    }

    private void conclude(DeliveryResult settlement, Outcome outcome) {
        try {
            record(settlement, outcome);
        } finally {
            open.decrementAndGet();
        }
    }

    private void record(DeliveryResult settlement, Outcome outcome) {
        ledger.concluded(outcome);
        // Only a dead letter, and a delivery that a later one has replaced, still have their content here.
        budget.dropped(settlement.message());
        observer.concluded(settlement, outcome);
    }
}
