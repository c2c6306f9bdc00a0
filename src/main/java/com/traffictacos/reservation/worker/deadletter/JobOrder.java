package com.traffictacos.reservation.worker.deadletter;

import com.traffictacos.reservation.worker.operator.Operator;
import java.util.Locale;

/**
 * What a job is to do.
 *
 * @param ratePerSecond letters a second at most, 1 to {@value #MAX_RATE}
 */
public record JobOrder(Action action, Selection selection, int ratePerSecond, Operator operator) {

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
    public JobOrder {
        if (ratePerSecond < 1 || ratePerSecond > MAX_RATE) {
            throw new IllegalArgumentException("rate_per_second: 1 to " + MAX_RATE);
        }
        if (action == Action.DISCARD && selection.ids().isEmpty()) {
            throw new IllegalArgumentException("ids: letters are discarded by name only");
        }
    }

    /** Back to the queue. */
    public static JobOrder redrive(Selection selection, int ratePerSecond, Operator operator) {
        return new JobOrder(Action.REDRIVE, selection, ratePerSecond, operator);
    }

    /** Gone for good. */
    public static JobOrder discard(Selection selection, Operator operator) {
        return new JobOrder(Action.DISCARD, selection, MAX_RATE, operator);
    }
}
