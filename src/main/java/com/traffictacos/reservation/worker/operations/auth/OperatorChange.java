package com.traffictacos.reservation.worker.operations.auth;

import java.time.Instant;

/**
 * One change by an operator.
 *
 * @param operator the name of the token
 * @param address that the call came from
 * @param action what was done, one of a fixed set of words
 * @param selection what it was applied to, in words; never a message body; empty for the worker as a whole
 * @param result what came of it
 */
public record OperatorChange(
        Instant at, String operator, String address, String action, String selection, String result) {

    /** The longest text that is kept. A selection may name a thousand dead letters. */
    static final int MAX_TEXT = 500;

    public OperatorChange {
        selection = shortened(selection);
        result = shortened(result);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }
}
