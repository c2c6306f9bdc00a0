package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.deadletter.job.DryRunTokens.DryRunToken;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest.Action;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * What a redrive or a discard would move.
     *
     * @param matched the number of selected dead letters among those that were received
     * @param confirm what has to be typed beside the token; empty if nothing has to be
     * @param token confirms the same action on the same selection, for a limited time
     */
    public record DryRun(
            DeadLetterListing snapshot,
            long matched,
            Map<String, Long> byReason,
            Optional<String> confirm,
            DryRunToken token) {}

    /** The request is not confirmed; the message says which word or token is missing. */
    public static final class ConfirmationRequiredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ConfirmationRequiredException(String message) {
            super(message);
        }
    }

    /** Scans the queue again for a redrive, and changes nothing. */
    public DryRun dryRun(DeadLetterFilter selection) {
        return dryRun(Action.REDRIVE, selection);
    }

    /**
     * Scans the queue again, and changes nothing.
     *
     * @throws IllegalArgumentException for a discard of everything
     */
    public DryRun dryRun(Action action, DeadLetterFilter selection) {
        if (action == Action.DISCARD) {
            checkNarrowed(selection);
        }
        DeadLetterListing snapshot = deadLetters.snapshot(true);
        List<Head> matching = movable(snapshot, selection);
        DryRunCount count = DryRunCount.of(snapshot, selection, matching.size());
        return new DryRun(
                snapshot,
                matching.size(),
                DeadLetterListing.counted(matching, Head::reason),
                action == Action.DISCARD ? Optional.of(count.typedToDiscard()) : count.typedToRedrive(),
                tokens.issue(subject(action, selection), count));
    }

    /**
     * Starts a redrive. More than {@value DryRunCount#LARGEST_UNTYPED} dead letters take their number.
     *
     * @param dryRunToken from a dry run of the same selection, or blank
     * @param confirm the number that the dry run asks for; the word {@code redrive} instead of a token, if there are so few
     *     that no number is needed; or blank
     * @throws ConfirmationRequiredException if it is not confirmed
     * @throws DeadLetterJobs.JobConflictException if another job runs
     */
    public JobStatus redrive(JobRequest order, String dryRunToken, String confirm) {
        DeadLetterFilter selection = order.selection();
        Optional<DryRunCount> shown = tokens.verify(dryRunToken, subject(Action.REDRIVE, selection));
        if (shown.isEmpty() && !confirm.equals(REDRIVE)) {
            throw new ConfirmationRequiredException(
                    "a redrive takes the dry_run_token of a dry run of the same selection that is not older than "
                            + DryRunTokens.VALIDITY.toMinutes() + " minutes, or confirm=" + REDRIVE + " if there are "
                            + DryRunCount.LARGEST_UNTYPED + " or fewer");
        }
        DryRunCount count = shown.orElseGet(() -> counted(selection));
        Optional<String> typed = count.typedToRedrive();
        if (typed.isPresent() && !(shown.isPresent() && typed.get().equals(confirm))) {
            throw new ConfirmationRequiredException(
                    "more than " + DryRunCount.LARGEST_UNTYPED
                            + " dead letters may be moved; make a dry run, and give its dry_run_token and its number in confirm");
        }
        return jobs.start(order.withCount(count));
    }

    /**
     * Starts a discard of named dead letters.
     *
     * @param confirm the word {@code discard}
     * @throws ConfirmationRequiredException if it is missing
     * @throws DeadLetterJobs.JobConflictException if another job runs
     */
    public JobStatus discard(Set<String> ids, String confirm, Operator operator) {
        if (ids.size() > MAX_DISCARDED) {
            throw new IllegalArgumentException(
                    "ids: at most " + MAX_DISCARDED + " at a time are discarded; give more as a selection");
        }
        JobRequest order = JobRequest.discard(DeadLetterFilter.ofIds(ids), operator);
        if (!confirm.equals(DISCARD)) {
            throw new ConfirmationRequiredException(
                    "discarded dead letters cannot be brought back; confirm=" + DISCARD + " to go on");
        }
        return jobs.start(order);
    }

    /**
     * Starts a discard of what a dry run has counted: never more, and nothing that came later.
     *
     * @param dryRunToken from a dry run of a discard of the same selection
     * @param confirm the number that it counted
     * @throws IllegalArgumentException for a discard of everything
     * @throws ConfirmationRequiredException if it is not confirmed
     * @throws DeadLetterJobs.JobConflictException if another job runs
     */
    public JobStatus discard(DeadLetterFilter selection, String dryRunToken, String confirm, Operator operator) {
        checkNarrowed(selection);
        DryRunCount count = tokens.verify(dryRunToken, subject(Action.DISCARD, selection))
                .filter(shown -> shown.typedToDiscard().equals(confirm))
                .orElseThrow(() -> new ConfirmationRequiredException(
                        "discarded dead letters cannot be brought back; give the dry_run_token of a dry run of a discard of"
                                + " the same selection that is not older than " + DryRunTokens.VALIDITY.toMinutes()
                                + " minutes, and its number in confirm"));
        return jobs.start(JobRequest.discard(selection, operator, count));
    }

    private DryRunCount counted(DeadLetterFilter selection) {
        DeadLetterListing snapshot = deadLetters.snapshot(false);
        return DryRunCount.of(snapshot, selection, movable(snapshot, selection).size());
    }

    private static List<Head> movable(DeadLetterListing snapshot, DeadLetterFilter selection) {
        return snapshot.matching(selection).stream()
                .filter(deadLetter -> selection.allowsToMove(deadLetter.origin(), deadLetter.id()))
                .toList();
    }

    private static void checkNarrowed(DeadLetterFilter selection) {
        if (selection.equals(DeadLetterFilter.ALL)) {
            throw new IllegalArgumentException(
                    "selection: a discard has to be narrowed by a reason, a type, a reservation," + " an age, or ids");
        }
    }

    private static String subject(Action action, DeadLetterFilter selection) {
        return action.word() + ";" + selection.canonical();
    }
}
