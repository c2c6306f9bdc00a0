package com.traffictacos.reservation.worker.operations.deadletter.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of a job.
 *
 * @param action {@code redrive} or {@code discard}
 * @param selection what was selected, in words
 * @param expected the number that it should find; empty if nobody has counted before
 * @param scanned dead letters received; more than exist if the job had to scan more than once
 * @param matched dead letters that the filter selected
 * @param done those of the selected that were redriven or discarded
 * @param refused those of the selected that stay because the queue refused them
 * @param complete whether every dead letter was received, as far as the queue shows
 */
public record JobStatus(
        String id,
        String action,
        String selection,
        OptionalLong expected,
        State state,
        String operator,
        Instant startedAt,
        Optional<Instant> endedAt,
        long scanned,
        long matched,
        long done,
        long refused,
        boolean complete,
        Optional<String> error) {

    /** The state of a job. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static JobStatus begun(String id, JobRequest order, Instant startedAt) {
        return new JobStatus(
                id,
                order.action().word(),
                order.selection().words(),
                order.expected(),
                State.RUNNING,
                order.operator().name(),
                startedAt,
                Optional.empty(),
                0,
                0,
                0,
                0,
                false,
                Optional.empty());
    }

    /** What has come of the job so far. */
    String words() {
        return done + " of " + matched + " selected, " + refused + " refused"
                + error.map(problem -> ": " + problem).orElse("") + " (job " + id + ")";
    }

    public boolean isRunning() {
        return endedAt.isEmpty();
    }

    JobStatus scanned(int deadLetters) {
        return counted(deadLetters, 0, 0, 0, error);
    }

    JobStatus moved(int meant, int succeeded, int left, String problem) {
        return counted(0, meant, succeeded, left, problem.isEmpty() ? error : Optional.of(problem));
    }

    private JobStatus counted(int seen, int meant, int succeeded, int left, Optional<String> problem) {
        return new JobStatus(
                id,
                action,
                selection,
                expected,
                state,
                operator,
                startedAt,
                endedAt,
                scanned + seen,
                matched + meant,
                done + succeeded,
                refused + left,
                complete,
                problem);
    }

    JobStatus ended(State how, Instant at, boolean all, Optional<String> why) {
        return new JobStatus(
                id,
                action,
                selection,
                expected,
                how,
                operator,
                startedAt,
                Optional.of(at),
                scanned,
                matched,
                done,
                refused,
                all,
                why.or(() -> error));
    }
}
