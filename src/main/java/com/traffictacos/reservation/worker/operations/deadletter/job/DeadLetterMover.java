package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves dead letters out of the dead-letter queue. Each is sent before it is deleted: a crash between the two causes a
 * duplicate, which handlers tolerate, and never a loss. Confined to one thread.
 */
final class DeadLetterMover {

    private static final int DELETE_TRIES = 3;
    private static final JsonLog LOG = JsonLog.of(DeadLetterMover.class);

    private final DeadLetterQueue queue;
    private final JobRequest order;
    // Sent, but the delete failed: when they are received again, they are deleted and not sent again.
    private final Set<String> sentBefore = new HashSet<>();

    DeadLetterMover(DeadLetterQueue queue, JobRequest order) {
        this.queue = queue;
        this.order = order;
    }

    /**
     * The result of one batch.
     *
     * @param done how many were redriven or discarded in this batch
     * @param left those that stay in the queue, to be released
     * @param problem the last error; empty if there was none
     */
    record Moved(int done, List<DeadLetter> left, String problem) {}

    /** @param deadLetters 1 to 10 */
    Moved move(List<DeadLetter> deadLetters) {
        return switch (order.action()) {
            case REDRIVE, RESEND -> sendThenDelete(deadLetters);
            case DISCARD -> discard(deadLetters);
        };
    }

    private BatchResult<DeadLetter> send(List<DeadLetter> deadLetters) {
        return order.edit()
                .map(edit -> queue.resend(deadLetters.getFirst(), edit.after()))
                .orElseGet(() -> queue.sendBack(deadLetters));
    }

    private Moved sendThenDelete(List<DeadLetter> deadLetters) {
        List<DeadLetter> toSend = deadLetters.stream()
                .filter(deadLetter -> !sentBefore.contains(deadLetter.id()))
                .toList();
        List<DeadLetter> left = new ArrayList<>();
        String problem = "";
        int sent = 0;
        if (!toSend.isEmpty()) {
            BatchResult<DeadLetter> result = send(toSend);
            sent = result.succeeded().size();
            result.succeeded().forEach(deadLetter -> sentBefore.add(deadLetter.id()));
            for (Refusal<DeadLetter> refusal : result.refused()) {
                left.add(refusal.entry());
                problem = refusal.code() + ": " + refusal.detail();
            }
        }
        List<DeadLetter> toDelete = deadLetters.stream()
                .filter(deadLetter -> sentBefore.contains(deadLetter.id()))
                .toList();
        List<Refusal<Receipt>> kept = delete(toDelete);
        Set<String> keptIds = ids(kept);
        toDelete.stream()
                .map(DeadLetter::id)
                .filter(id -> !keptIds.contains(id))
                .forEach(sentBefore::remove);
        if (!kept.isEmpty()) {
            problem = "sent, but not deleted: " + kept.getLast().code();
            LOG.error(
                    "dead letters were sent back to the queue but could not be deleted",
                    fields -> fields.with("message_ids", String.join(",", keptIds))
                            .with("error", kept.getLast().code()));
        }
        return new Moved(sent, left, problem);
    }

    private Moved discard(List<DeadLetter> deadLetters) {
        List<Refusal<Receipt>> kept = delete(deadLetters);
        Set<String> keptIds = ids(kept);
        List<DeadLetter> left = deadLetters.stream()
                .filter(deadLetter -> keptIds.contains(deadLetter.id()))
                .toList();
        String problem = kept.isEmpty()
                ? ""
                : kept.getLast().code() + ": " + kept.getLast().detail();
        return new Moved(deadLetters.size() - left.size(), left, problem);
    }

    /** @return those that could not be deleted */
    private List<Refusal<Receipt>> delete(List<DeadLetter> deadLetters) {
        List<Receipt> receipts = deadLetters.stream().map(DeadLetter::receipt).toList();
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
