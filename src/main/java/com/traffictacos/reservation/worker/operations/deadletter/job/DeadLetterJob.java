package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.deadletter.QueueScan;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A redrive or discard in progress. Runs once, on one thread; any thread may read its status and cancel it.
 *
 * <p>The same request may be started again at any time: what it has moved is gone from the dead-letter queue. Dead
 * letters that arrive after its start are not moved, so that a message which is dead-lettered again at once is not
 * redriven in a loop. A discard by filter deletes no more than its dry run counted.
 */
final class DeadLetterJob {

    private static final JsonLog LOG = JsonLog.of(DeadLetterJob.class);

    private final String id;
    private final JobRequest order;
    private final QueueScan pass;
    private final Clock clock;
    private final JobAudit audit;
    private final DeadLetterMover mover;
    private final SentDeadLetters sent;
    private final JobPauses pauses;
    private final MoveRate rate;
    private final Instant until;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    // The fields below are written by the job's thread alone.
    private final Set<String> refusedIds = new HashSet<>();
    private volatile JobStatus view;

    DeadLetterJob(
            String id,
            JobRequest order,
            DeadLetterQueue queue,
            QueueScan pass,
            Clock clock,
            OperatorLog changes,
            JobPauses pauses) {
        this.id = id;
        this.order = order;
        this.pass = pass;
        this.clock = clock;
        this.audit = new JobAudit(changes, id, order);
        this.pauses = pauses;
        this.mover = new DeadLetterMover(queue, order, clock);
        this.sent = mover.sent();
        Instant startedAt = clock.instant();
        this.until = order.until(startedAt);
        this.rate = new MoveRate(order.ratePerSecond(), clock);
        this.view = JobStatus.begun(id, order, startedAt);
    }

    /** The current progress. */
    JobStatus view() {
        return view;
    }

    /** Ends the job after the dead letters that it has received. */
    void cancel() {
        cancelled.countDown();
    }

    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void run() {
        audit.begun();
        try {
            boolean complete = walk();
            end(isCancelled() ? JobStatus.State.CANCELLED : JobStatus.State.DONE, complete && sent.isEmpty(), "");
        } catch (QueueUnavailableException | DeadLetterQueue.NoDeadLetterQueueException e) {
            end(JobStatus.State.FAILED, false, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            // Catches Error too: a job that stays "running" would block every later one.
            LOG.error(
                    "a job of the operators failed",
                    fields -> fields.with("job", id).error(e));
            end(JobStatus.State.FAILED, false, e.getClass().getSimpleName());
        } finally {
            ended.countDown();
        }
    }

    /** Whatever ends the scans: what was sent is deleted before the job ends. */
    private boolean walk() {
        QueueScan.Bounds bounds = QueueScan.Bounds.job(pass.total(), order.ratePerSecond());
        try {
            return scan(bounds);
        } finally {
            sent.deleteRest(pass, bounds, time -> pauses.isCancelledWithin(cancelled, time));
        }
    }

    /**
     * Scans until a scan reaches the end of the queue or has found every dead letter that was named or counted. In a queue that is too
     * large for one scan the next one finds other dead letters; a scan that moves nothing is the last.
     */
    private boolean scan(QueueScan.Bounds bounds) {
        QueueScan.Result result;
        long doneBefore;
        do {
            doneBefore = view.done();
            result = pass.run(
                    bounds, seen -> visit(seen, clock.instant().plus(bounds.hold())), () -> isCancelled() || hasAll());
        } while (!result.emptied() && !isCancelled() && !hasAll() && view.done() > doneBefore);
        return result.complete() || (hasAll() && !isCancelled());
    }

    private List<DeadLetter> visit(List<DeadLetter> received, Instant visibleAt) {
        List<DeadLetter> deadLetters = sent.deleteReceivedAgain(received, visibleAt);
        List<DeadLetter> chosen = deadLetters.stream()
                .filter(this::isChosen)
                .limit(order.limit() - view.matched())
                .toList();
        List<DeadLetter> left = new ArrayList<>(deadLetters);
        view = view.scanned(received.size());
        // If the job was cancelled while it waited for the rate limit, all of these stay.
        if (!chosen.isEmpty() && awaitTurn(chosen.size())) {
            DeadLetterMover.Moved moved = mover.move(chosen, visibleAt);
            left.removeAll(chosen);
            left.addAll(moved.left());
            moved.left().forEach(deadLetter -> refusedIds.add(deadLetter.id()));
            view = view.moved(chosen.size(), moved.done(), moved.left().size(), moved.problem());
            LOG.debug(
                    "dead letters moved",
                    fields -> fields.with("job", id)
                            .with(
                                    "message_ids",
                                    String.join(
                                            ",",
                                            chosen.stream().map(DeadLetter::id).toList())));
        }
        return left;
    }

    private boolean isChosen(DeadLetter deadLetter) {
        return !deadLetter.message().sentAt().isAfter(until)
                && !refusedIds.contains(deadLetter.id())
                && order.selection().allowsToMove(deadLetter.origin(), deadLetter.id())
                && order.selection().matches(deadLetter.shortHead(), until);
    }

    /** Waits for the rate limit; false if the job was cancelled meanwhile. */
    private boolean awaitTurn(int deadLetters) {
        return !pauses.isCancelledWithin(cancelled, rate.untilTurn(deadLetters));
    }

    private boolean hasAll() {
        int named = order.selection().ids().size();
        return (named > 0 && view.matched() >= named) || view.matched() >= order.limit();
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    private void end(JobStatus.State state, boolean complete, String error) {
        Optional<String> failure = Optional.of(error).filter(text -> !text.isEmpty());
        view = view.ended(state, clock.instant(), complete, sent.problem().or(() -> failure));
        audit.ended(view);
    }
}
