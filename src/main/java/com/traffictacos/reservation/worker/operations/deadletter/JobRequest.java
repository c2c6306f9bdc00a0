package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import java.util.Locale;

/**
 * What a job is to do.
 *
 * @param ratePerSecond letters a second at most, 1 to {@value #MAX_RATE}
 */
public record JobRequest(Action action, DeadLetterFilter selection, int ratePerSecond, Operator operator) {

    public static final int DEFAULT_RATE = 50;
    static final int MAX_RATE = 1_000;

    /** What becomes of the letters. */
    public enum Action {
        /** Back to the queue. */
        REDRIVE,
        /** Gone for good; letters by name only. */
        DISCARD;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the rate is out of bounds, or letters to discard are not named */
    public JobRequest {
        if (ratePerSecond < 1 || ratePerSecond > MAX_RATE) {
            throw new IllegalArgumentException("rate_per_second: 1 to " + MAX_RATE);
        }
        if (action == Action.DISCARD && selection.ids().isEmpty()) {
            throw new IllegalArgumentException("ids: letters are discarded by name only");
        }
    }

    /** Back to the queue. */
    public static JobRequest redrive(DeadLetterFilter selection, int ratePerSecond, Operator operator) {
        return new JobRequest(Action.REDRIVE, selection, ratePerSecond, operator);
    }

    /** Gone for good. */
    public static JobRequest discard(DeadLetterFilter selection, Operator operator) {
        return new JobRequest(Action.DISCARD, selection, MAX_RATE, operator);
    }
}
