package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.deadletter.job.DryRunTokens.DryRunToken;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts operators' redrives and discards, and only those that are confirmed. Thread-safe. */
@SingletonBean
public final class RedriveService {

    private static final String REDRIVE = "redrive";
    private static final String DISCARD = "discard";
    private static final int MAX_DISCARDED = 100;

    private final DeadLetterBrowser deadLetters;
    private final DeadLetterJobs jobs;
    private final DryRunTokens tokens;

    @Inject
    public RedriveService(DeadLetterBrowser deadLetters, DeadLetterJobs jobs, DryRunTokens tokens) {
        this.deadLetters = deadLetters;
        this.jobs = jobs;
        this.tokens = tokens;
    }

    /**
     * What a redrive would move.
     *
     * @param matched the number of selected dead letters among those that were received
     * @param token confirms a redrive of the same selection, for a limited time
     */
    public record DryRun(DeadLetterListing snapshot, long matched, Map<String, Long> byReason, DryRunToken token) {}

    /** The request is not confirmed; the message says which word or token is missing. */
    public static final class ConfirmationRequiredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ConfirmationRequiredException(String message) {
            super(message);
        }
    }

    /** Scans the queue again, and changes nothing. */
    public DryRun dryRun(DeadLetterFilter selection) {
        DeadLetterListing snapshot = deadLetters.snapshot(true);
        List<Head> matching = snapshot.matching(selection).stream()
                .filter(deadLetter -> selection.allowsToMove(deadLetter.origin(), deadLetter.id()))
                .toList();
        return new DryRun(
                snapshot,
                matching.size(),
                DeadLetterListing.counted(matching, Head::reason),
                tokens.issue(subject(selection)));
    }

    /**
     * Starts a redrive.
     *
     * @param dryRunToken from a dry run of the same selection, or blank
     * @param confirm the word {@code redrive} instead of a token, or blank
     * @throws ConfirmationRequiredException if neither is given
     * @throws DeadLetterJobs.JobConflictException if another job runs
     */
    public JobStatus redrive(JobRequest order, String dryRunToken, String confirm) {
        boolean confirmed = confirm.equals(REDRIVE)
                || (!dryRunToken.isBlank() && tokens.isValid(dryRunToken, subject(order.selection())));
        if (!confirmed) {
            throw new ConfirmationRequiredException(
                    "a redrive takes the dry_run_token of a dry run of the same selection that is not" + " older than "
                            + DryRunTokens.VALIDITY.toMinutes() + " minutes, or confirm=" + REDRIVE);
        }
        return jobs.start(order);
    }

    /**
     * Starts a discard.
     *
     * @param confirm the word {@code discard}
     * @throws ConfirmationRequiredException if it is missing
     * @throws DeadLetterJobs.JobConflictException if another job runs
     */
    public JobStatus discard(Set<String> ids, String confirm, Operator operator) {
        if (ids.size() > MAX_DISCARDED) {
            throw new IllegalArgumentException("ids: at most " + MAX_DISCARDED + " at a time are discarded");
        }
        JobRequest order = JobRequest.discard(DeadLetterFilter.ofIds(ids), operator);
        if (!confirm.equals(DISCARD)) {
            throw new ConfirmationRequiredException(
                    "discarded dead letters cannot be brought back; confirm=" + DISCARD + " to go on");
        }
        return jobs.start(order);
    }

    private static String subject(DeadLetterFilter selection) {
        return REDRIVE + ";" + selection.canonical();
    }
}
