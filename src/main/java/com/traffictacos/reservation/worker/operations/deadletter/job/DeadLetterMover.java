package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves dead letters out of the dead-letter queue. Each is sent before it is deleted: a crash between the two causes a
 * duplicate, which handlers tolerate, and never a loss. Confined to one thread.
 */
final class DeadLetterMover {

    private static final int DELETE_TRIES = 3;

    private final DeadLetterQueue queue;
    private final JobRequest order;
    private final SentDeadLetters sent;

    DeadLetterMover(DeadLetterQueue queue, JobRequest order, Clock clock) {
        this.queue = queue;
        this.order = order;
        this.sent = new SentDeadLetters(receipts -> queue.delete(receipts).refused(), clock);
    }

    /** What was sent and not deleted yet. */
    SentDeadLetters sent() {
        return sent;
    }

    /**
     * The result of one batch.
     *
     * @param done how many were redriven or discarded in this batch
     * @param left those that stay in the queue, to be released
     * @param problem the last error; empty if there was none
     */
    record Moved(int done, List<DeadLetter> left, String problem) {}

    /**
     * @param deadLetters 1 to 10
     * @param visibleAt when the visibility timeout of their receive ends
     */
    Moved move(List<DeadLetter> deadLetters, Instant visibleAt) {
        return switch (order.action()) {
            case REDRIVE, RESEND -> sendThenDelete(deadLetters, visibleAt);
            case DISCARD -> discard(deadLetters);
        };
    }

    private BatchResult<DeadLetter> send(List<DeadLetter> deadLetters) {
        return order.edit()
                .map(edit -> queue.resend(deadLetters.getFirst(), edit.after()))
                .orElseGet(() -> queue.sendBack(deadLetters));
    }

    private Moved sendThenDelete(List<DeadLetter> deadLetters, Instant visibleAt) {
        BatchResult<DeadLetter> result = send(deadLetters);
        sent.delete(result.succeeded(), visibleAt);
        List<DeadLetter> left = result.refused().stream().map(Refusal::entry).toList();
        return new Moved(result.succeeded().size(), left, problem(result.refused()));
    }

    private Moved discard(List<DeadLetter> deadLetters) {
        List<Refusal<Receipt>> kept =
                delete(deadLetters.stream().map(DeadLetter::receipt).toList());
        Set<String> keptIds = ids(kept);
        List<DeadLetter> left = deadLetters.stream()
                .filter(deadLetter -> keptIds.contains(deadLetter.id()))
                .toList();
        return new Moved(deadLetters.size() - left.size(), left, problem(kept));
    }

    /** The last refusal; empty if there is none. */
    private static String problem(List<? extends Refusal<?>> refused) {
        return refused.isEmpty()
                ? ""
                : refused.getLast().code() + ": " + refused.getLast().detail();
    }

    /** @return those that could not be deleted */
    private List<Refusal<Receipt>> delete(List<Receipt> all) {
        List<Receipt> receipts = all;
        List<Refusal<Receipt>> refused = List.of();
        for (int tries = 0; tries < DELETE_TRIES && !receipts.isEmpty(); tries++) {
            refused = queue.delete(receipts).refused();
            receipts = refused.stream().map(Refusal::entry).toList();
        }
        return refused;
    }

    private static Set<String> ids(List<Refusal<Receipt>> refused) {
        return refused.stream().map(refusal -> refusal.entry().deadLetterId()).collect(Collectors.toSet());
    }
}
