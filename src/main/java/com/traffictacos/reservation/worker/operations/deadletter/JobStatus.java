package com.traffictacos.reservation.worker.operations.deadletter;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a job is.
 *
 * @param action {@code redrive} or {@code discard}
 * @param scanned letters looked at; more than there are, if it had to walk more than once
 * @param matched letters that were meant
 * @param done of those, sent back or discarded
 * @param refused of those, left where they are because the queue refused
 * @param complete whether every letter was looked at, as far as the queue can tell
 */
public record JobStatus(
        String id,
        String action,
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

    /** Where a job stands. */
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

    public boolean isRunning() {
        return endedAt.isEmpty();
    }

    JobStatus scanned(int letters) {
        return counted(letters, 0, 0, 0, error);
    }

    JobStatus moved(int meant, int succeeded, int left, String problem) {
        return counted(0, meant, succeeded, left, problem.isEmpty() ? error : Optional.of(problem));
    }

    private JobStatus counted(int seen, int meant, int succeeded, int left, Optional<String> problem) {
        return new JobStatus(
                id,
                action,
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
