package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.worker.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.worker.MessageQueue.DeadLetter;
import com.traffictacos.reservation.worker.worker.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.worker.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.worker.WorkerObserver.SettleAction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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

    // Below the 100 ms that an acknowledgement may wait, and long enough to fill batches from 120 events a second on.
    private static final Duration LINGER = Duration.ofMillis(85);
    private static final int MAX_TRIES = 3;

    private final MessageQueue queue;
    private final Conclusions conclusions;
    private final Clock clock;
    private final BatchBuffer<Pending> deletes;
    private final BatchBuffer<Pending> visibilityChanges;
    private final BatchBuffer<Pending> deadLetters;
    private final AtomicInteger open = new AtomicInteger();

    /** A settlement on its way, with the number of requests that were made for its next action. */
    private record Pending(Settlement settlement, int tries) {

        ReceivedMessage message() {
            return settlement.message();
        }

        Pending afterTry() {
            return new Pending(settlement, tries + 1);
        }
    }

    @Inject
    public Settler(MessageQueue queue, Conclusions conclusions, WorkerExecutors executors, Clock clock) {
        this.queue = queue;
        this.conclusions = conclusions;
        this.clock = clock;
        this.deletes = new BatchBuffer<>(this::delete, LINGER, executors.settling(), executors.polling());
        this.visibilityChanges =
                new BatchBuffer<>(this::changeVisibility, LINGER, executors.settling(), executors.polling());
        this.deadLetters =
                new BatchBuffer<>(this::sendToDeadLetterQueue, LINGER, executors.settling(), executors.polling());
    }

    /** Takes a delivery over; returns at once. */
    public void settle(Settlement settlement) {
        open.incrementAndGet();
        conclusions.disposed(settlement);
        Pending pending = new Pending(settlement, 0);
        switch (settlement.disposition()) {
            case Disposition.Acknowledge ignored -> deletes.add(pending);
            case Disposition.RetryAfter ignored -> visibilityChanges.add(pending);
            case Disposition.Release ignored -> visibilityChanges.add(pending);
            case Disposition.SendToDeadLetterQueue ignored -> deadLetters.add(pending);
        }
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

    private void delete(List<Pending> batch) {
        List<ReceivedMessage> messages = batch.stream().map(Pending::message).toList();
        BatchResult<ReceivedMessage> result = queue.delete(messages);
        for (ReceivedMessage deleted : result.succeeded()) {
            conclude(batch.get(messages.indexOf(deleted)));
        }
        for (Refusal<ReceivedMessage> refusal : result.refused()) {
            Pending pending = batch.get(messages.indexOf(refusal.entry()));
            if (!triedAgain(pending, refusal, deletes)) {
                // The work is done; the message comes back when its lease is over and finds every step done.
                conclusions.settleFailed(SettleAction.DELETE, pending.message(), refusal);
                conclude(pending);
            }
        }
    }

    private void changeVisibility(List<Pending> batch) {
        List<VisibilityChange> changes = batch.stream()
                .map(pending -> new VisibilityChange(
                        pending.message(), delay(pending.settlement().disposition())))
                .toList();
        BatchResult<VisibilityChange> result = queue.changeVisibility(changes);
        for (VisibilityChange changed : result.succeeded()) {
            conclude(batch.get(changes.indexOf(changed)));
        }
        for (Refusal<VisibilityChange> refusal : result.refused()) {
            Pending pending = batch.get(changes.indexOf(refusal.entry()));
            if (!triedAgain(pending, refusal, visibilityChanges)) {
                // The message comes back when its lease is over: later than asked for, and not lost.
                conclusions.settleFailed(SettleAction.CHANGE_VISIBILITY, pending.message(), refusal);
                conclude(pending);
            }
        }
    }

    private static Duration delay(Disposition disposition) {
        return disposition instanceof Disposition.RetryAfter retry ? retry.delay() : Duration.ZERO;
    }

    private void sendToDeadLetterQueue(List<Pending> batch) {
        List<DeadLetter> letters = batch.stream().map(this::letter).toList();
        BatchResult<DeadLetter> result = queue.sendToDeadLetterQueue(letters);
        for (DeadLetter sent : result.succeeded()) {
            deletes.add(new Pending(batch.get(letters.indexOf(sent)).settlement(), 0));
        }
        for (Refusal<DeadLetter> refusal : result.refused()) {
            Pending pending = batch.get(letters.indexOf(refusal.entry()));
            if (!triedAgain(pending, refusal, deadLetters)) {
                // The message stays; the queue's own redrive policy is the backstop.
                conclusions.settleFailed(SettleAction.SEND_TO_DEAD_LETTER_QUEUE, pending.message(), refusal);
                conclude(pending, Outcome.RETRIED);
            }
        }
    }

    private DeadLetter letter(Pending pending) {
        Disposition.SendToDeadLetterQueue disposition =
                (Disposition.SendToDeadLetterQueue) pending.settlement().disposition();
        return new DeadLetter(pending.message(), disposition.reason(), disposition.detail(), clock.instant());
    }

    private static boolean triedAgain(Pending pending, Refusal<?> refusal, BatchBuffer<Pending> buffer) {
        if (!refusal.retryable() || pending.tries() + 1 >= MAX_TRIES) {
            return false;
        }
        buffer.add(pending.afterTry());
        return true;
    }

    private void conclude(Pending pending) {
        conclude(pending, pending.settlement().disposition().outcome());
    }

    private void conclude(Pending pending, Outcome outcome) {
        conclusions.conclude(pending.settlement(), outcome);
        open.decrementAndGet();
    }
}
