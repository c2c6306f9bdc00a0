package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request for a job.
 *
 * @param ratePerSecond the maximum rate, in dead letters per second, 1 to {@value #MAX_RATE}
 * @param confirmed what a dry run counted; empty if the dead letters are named. A discard by filter deletes no more than
 *     this number, and none that came later.
 * @param edit what a resend changes; empty for other actions
 */
public record JobRequest(
        Action action,
        DeadLetterFilter selection,
        int ratePerSecond,
        Operator operator,
        Optional<DryRunCount> confirmed,
        Optional<BodyEdit> edit) {

    public static final int DEFAULT_RATE = 50;
    static final int MAX_RATE = 1_000;

    /** What the job does with the dead letters. */
    public enum Action {
        /** Redrives them to their source queue. */
        REDRIVE,
        /** Deletes them for good; they have to be named by their ids, or counted before. */
        DISCARD,
        /** Sends one of them to its source queue with another body. */
        RESEND;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the rate is out of bounds, or if a discard is neither named nor counted */
    public JobRequest {
        if (ratePerSecond < 1 || ratePerSecond > MAX_RATE) {
            throw new IllegalArgumentException("rate_per_second: 1 to " + MAX_RATE);
        }
        if (edit.isPresent() != (action == Action.RESEND)) {
            throw new IllegalArgumentException("a resend, and nothing else, takes another body");
        }
        if (action == Action.DISCARD && selection.ids().isEmpty() && confirmed.isEmpty()) {
            throw new IllegalArgumentException(
                    "ids: dead letters are discarded by name, or by a selection with its count");
        }
    }

    /** A request to redrive dead letters to their source queue. */
    public static JobRequest redrive(DeadLetterFilter selection, int ratePerSecond, Operator operator) {
        return new JobRequest(Action.REDRIVE, selection, ratePerSecond, operator, Optional.empty(), Optional.empty());
    }

    /** A request to delete dead letters for good. */
    public static JobRequest discard(DeadLetterFilter selection, Operator operator) {
        return new JobRequest(Action.DISCARD, selection, MAX_RATE, operator, Optional.empty(), Optional.empty());
    }

    /** A request to delete for good what a dry run has counted. */
    static JobRequest discard(DeadLetterFilter selection, Operator operator, DryRunCount count) {
        return new JobRequest(Action.DISCARD, selection, MAX_RATE, operator, Optional.of(count), Optional.empty());
    }

    /** A request to send one dead letter with another body. */
    static JobRequest resend(BodyEdit edit, Operator operator) {
        return new JobRequest(
                Action.RESEND,
                DeadLetterFilter.ofIds(Set.of(edit.deadLetter().id())),
                MAX_RATE,
                operator,
                Optional.empty(),
                Optional.of(edit));
    }

    /** The same request after a dry run. */
    JobRequest withCount(DryRunCount count) {
        return new JobRequest(action, selection, ratePerSecond, operator, Optional.of(count), edit);
    }

    /** The largest number that may be moved. */
    long limit() {
        return action == Action.DISCARD ? confirmed.map(DryRunCount::matched).orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
    }

    /** The number that it should find, as far as it is known before. */
    OptionalLong expected() {
        if (confirmed.isPresent()) {
            return OptionalLong.of(confirmed.get().matched());
        }
        return selection.ids().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(selection.ids().size());
    }

    /** Dead letters that came later stay. */
    Instant until(Instant startedAt) {
        return action == Action.DISCARD ? confirmed.map(DryRunCount::at).orElse(startedAt) : startedAt;
    }
}
