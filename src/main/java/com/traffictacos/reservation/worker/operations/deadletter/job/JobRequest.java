package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import java.util.Locale;

/**
 * A request for a job.
 *
 * @param ratePerSecond the maximum rate, in dead letters per second, 1 to {@value #MAX_RATE}
 */
public record JobRequest(Action action, DeadLetterFilter selection, int ratePerSecond, Operator operator) {

    public static final int DEFAULT_RATE = 50;
    static final int MAX_RATE = 1_000;

    /** What the job does with the dead letters. */
    public enum Action {
        /** Redrives them to their source queue. */
        REDRIVE,
        /** Deletes them for good; they have to be named by their ids. */
        DISCARD;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the rate is out of bounds, or if a discard does not name the dead letters */
    public JobRequest {
        if (ratePerSecond < 1 || ratePerSecond > MAX_RATE) {
            throw new IllegalArgumentException("rate_per_second: 1 to " + MAX_RATE);
        }
        if (action == Action.DISCARD && selection.ids().isEmpty()) {
            throw new IllegalArgumentException("ids: dead letters are discarded by name only");
        }
    }

    /** A request to redrive dead letters to their source queue. */
    public static JobRequest redrive(DeadLetterFilter selection, int ratePerSecond, Operator operator) {
        return new JobRequest(Action.REDRIVE, selection, ratePerSecond, operator);
    }

    /** A request to delete dead letters for good. */
    public static JobRequest discard(DeadLetterFilter selection, Operator operator) {
        return new JobRequest(Action.DISCARD, selection, MAX_RATE, operator);
    }
}
