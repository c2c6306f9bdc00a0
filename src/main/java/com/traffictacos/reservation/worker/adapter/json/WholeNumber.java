package com.traffictacos.reservation.worker.adapter.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Reads JSON numbers that have to be whole. JSON knows one kind of number, and some producers write 2 as {@code 2.0} or
 * {@code 2e0}: the value counts, not the spelling. Stateless.
 */
public final class WholeNumber {

    // Longer than any spelling of a 64-bit number that a producer would choose; keeps the arithmetic cheap.
    private static final int LONGEST_LITERAL = 64;

    private WholeNumber() {}

    /** The number, unless it has a fraction or does not fit into 64 bits. */
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
