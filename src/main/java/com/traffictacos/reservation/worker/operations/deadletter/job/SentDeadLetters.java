package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.operations.deadletter.QueueScan;
import com.traffictacos.reservation.worker.pipeline.delivery.Backoff;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The dead letters that a job has sent and could not delete yet. They stay hidden until their visibility timeout ends; then
 * somebody could send them a second time, or send the old body beside the changed one. So the job deletes them before it
 * ends: by the receipts that it has while they are hidden, and by new ones once they are visible again. Confined to one
 * thread.
 */
final class SentDeadLetters {

    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

    /** For deletes after the visibility timeout has ended. */
    private static final Duration LONGEST_AFTER_HOLD = Duration.ofSeconds(30);

    /** For the receive, which began some seconds before this worker knew of it, and for one delete, which takes 10 s at most. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private static final int TRIES_AT_ONCE = 3;

    private static final JsonLog LOG = JsonLog.of(SentDeadLetters.class);

    private final Function<List<Receipt>, List<Refusal<Receipt>>> deletion;
    private final Clock clock;
    private final Map<String, Held> undeleted = new LinkedHashMap<>();
    private String lastCode = "visible again too soon";

    private record Held(Receipt receipt, Instant hiddenUntil) {}

    /** Waits between two tries. */
    @FunctionalInterface
    interface Pause {

        /** @return whether the job was cancelled meanwhile */
        boolean isCancelledWithin(Duration time);
    }

    /** @param deletion tries to delete 1 to 10 dead letters, and returns those that could not be deleted */
    SentDeadLetters(Function<List<Receipt>, List<Refusal<Receipt>>> deletion, Clock clock) {
        this.deletion = deletion;
        this.clock = clock;
    }

    /** Whether the dead letter was sent before; it must not be sent again. */
    private boolean contains(DeadLetter deadLetter) {
        return undeleted.containsKey(deadLetter.id());
    }

    boolean isEmpty() {
        return undeleted.isEmpty();
    }

    /** What has to be known of those that could not be deleted; empty if there are none. */
    Optional<String> problem() {
        return isEmpty() ? Optional.empty() : Optional.of("sent, but not deleted: " + lastCode);
    }

    /**
     * Deletes what was sent.
     *
     * @param visibleAt when the visibility timeout of its receive ends
     */
    void delete(List<DeadLetter> sent, Instant visibleAt) {
        List<Held> held = sent.stream()
                .map(deadLetter -> new Held(deadLetter.receipt(), visibleAt.minus(MARGIN)))
                .toList();
        held.forEach(each -> undeleted.put(each.receipt().deadLetterId(), each));
        delete(held);
    }

    /**
     * Deletes what was sent before and is received again.
     *
     * @return the others
     */
    List<DeadLetter> deleteReceivedAgain(List<DeadLetter> received, Instant visibleAt) {
        List<DeadLetter> again = received.stream().filter(this::contains).toList();
        List<DeadLetter> others = new ArrayList<>(received);
        others.removeAll(again);
        delete(again, visibleAt);
        return others;
    }

    private void delete(List<Held> all) {
        for (int from = 0; from < all.size(); from += MessageQueue.MAX_BATCH) {
            List<Held> batch = all.subList(from, Math.min(all.size(), from + MessageQueue.MAX_BATCH));
            List<Held> kept = batch;
            for (int tries = 0; tries < TRIES_AT_ONCE && !kept.isEmpty(); tries++) {
                kept = tryToDelete(kept);
            }
            if (kept.size() == batch.size()) {
                // So will be the rest, and there may be thousands.
                return;
            }
        }
    }

    /** @return those that are still there: refused, or visible again since a try before took long */
    private List<Held> tryToDelete(List<Held> batch) {
        List<Held> hidden = batch.stream().filter(this::isHidden).toList();
        if (hidden.isEmpty()) {
            return batch;
        }
        List<Refusal<Receipt>> refused =
                deletion.apply(hidden.stream().map(Held::receipt).toList());
        List<Receipt> kept = refused.stream().map(Refusal::entry).toList();
        hidden.forEach(held -> {
            undeleted.remove(held.receipt().deadLetterId());
            if (kept.contains(held.receipt())) {
                // Behind the others, which may not be refused.
                undeleted.put(held.receipt().deadLetterId(), held);
            }
        });
        if (!refused.isEmpty()) {
            lastCode = refused.getLast().code();
        }
        return batch.stream()
                .filter(held -> undeleted.containsKey(held.receipt().deadLetterId()))
                .toList();
    }

    /**
     * Deletes the rest. Returns when none is left, when the job is cancelled, or half a minute after the visibility timeout
     * has ended.
     *
     * @param bounds of the scans that received them
     */
    void deleteRest(QueueScan pass, QueueScan.Bounds bounds, Pause pause) {
        if (isEmpty()) {
            return;
        }
        LOG.warn(
                "dead letters were sent back to the queue but could not be deleted yet",
                fields -> fields.with("message_ids", String.join(",", undeleted.keySet()))
                        .with("error", lastCode));
        Instant end = clock.instant().plus(bounds.hold()).plus(LONGEST_AFTER_HOLD);
        boolean cancelled = false;
        for (int tries = 1; !isEmpty() && !cancelled && clock.instant().isBefore(end); tries++) {
            cancelled = pause.isCancelledWithin(PAUSES.jitteredDelay(tries));
            try {
                delete(undeleted.values().stream().filter(this::isHidden).toList());
                if (!cancelled && !undeleted.values().stream().allMatch(this::isHidden)) {
                    receiveAgain(pass, bounds, pause);
                }
            } catch (QueueUnavailableException e) {
                lastCode = String.valueOf(e.getMessage());
            }
        }
        problem()
                .ifPresent(left -> LOG.error(
                        "dead letters were sent back to the queue but could not be deleted",
                        fields -> fields.with("message_ids", String.join(",", undeleted.keySet()))
                                .with("error", lastCode)
                                .with("remedy", "discard them by their ids; a redrive would send them a second time")));
    }

    /** An old receipt is taken after the visibility timeout, and may delete nothing. */
    private boolean isHidden(Held held) {
        return clock.instant().isBefore(held.hiddenUntil());
    }

    private void receiveAgain(QueueScan pass, QueueScan.Bounds bounds, Pause pause) {
        QueueScan.Result unused = pass.run(
                bounds,
                received -> deleteReceivedAgain(received, clock.instant().plus(bounds.hold())),
                () -> isEmpty() || pause.isCancelledWithin(Duration.ZERO));
    }
}
