package com.traffictacos.reservation.worker.event;

/**
 * Identifies the concert that tickets are sold for. It does not identify the message.
 *
 * @param value 1 to {@value Identifiers#MAX_LENGTH} characters of {@code [A-Za-z0-9._:-]}, not dots only (contract
 *     section 1)
 */
public record ConcertId(String value) {

    /**
     * @throws IllegalArgumentException if the value breaks this rule; the exception message does not repeat the value
     */
    public ConcertId {
        Identifiers.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
