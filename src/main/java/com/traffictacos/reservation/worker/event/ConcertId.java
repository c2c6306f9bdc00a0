package com.traffictacos.reservation.worker.event;

/**
 * Identifies the event that tickets are sold for (the concert, never the message).
 *
 * @param value 1 to {@value Identifiers#MAX_LENGTH} characters of {@code [A-Za-z0-9._:-]}, not dots alone (contract section 1)
 */
public record ConcertId(String value) {

    /** @throws IllegalArgumentException if the value breaks the rule above; the message does not repeat the value */
    public ConcertId {
        Identifiers.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
