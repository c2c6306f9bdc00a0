package com.traffictacos.reservation.worker.adapter.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Parses JSON numbers that have to be whole. JSON has only one number type, and some producers write 2 as {@code 2.0}
 * or {@code 2e0}: the value counts, not the notation. Stateless.
 */
public final class WholeNumber {

    // Longer than any notation of a 64-bit number that a producer would choose. Limits the cost of the arithmetic.
    private static final int LONGEST_LITERAL = 64;

    private WholeNumber() {}

    /** Returns the number, or empty if it has a fraction or does not fit into 64 bits. */
    public static OptionalLong parse(String literal) {
        if (literal.length() > LONGEST_LITERAL) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(literal).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
