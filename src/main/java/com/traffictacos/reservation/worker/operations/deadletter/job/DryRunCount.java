package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import java.time.Instant;
import java.util.Optional;

/**
 * What a dry run counted, and hence what an operator has to confirm.
 *
 * @param matched the number of selected dead letters among those that were received
 * @param atMost the number that a job may move; more than {@code matched} if the scan did not see every dead letter
 * @param at when it was counted, in whole seconds
 */
public record DryRunCount(long matched, long atMost, Instant at) {

    /** Above this number, the count has to be typed. */
    static final int LARGEST_UNTYPED = 20;

    static DryRunCount of(DeadLetterListing snapshot, DeadLetterFilter selection, long matched) {
        long unseen = snapshot.complete()
                ? 0
                : Math.max(
                        0, snapshot.approximateTotal() - snapshot.deadLetters().size());
        long atMost =
                selection.ids().isEmpty() ? matched + unseen : selection.ids().size();
        return new DryRunCount(matched, Math.max(matched, atMost), snapshot.takenAt());
    }

    /** The word that confirms a redrive: the number itself; empty if there are so few that none is needed. */
    Optional<String> typedToRedrive() {
        return atMost > LARGEST_UNTYPED ? Optional.of(Long.toString(matched)) : Optional.empty();
    }

    /** The word that confirms a discard by filter, which cannot be undone: always the number. */
    String typedToDiscard() {
        return Long.toString(matched);
    }
}
