package com.traffictacos.reservation.worker.event;

/**
 * Identifies a reservation; safe to put into a URL path as it stands.
 *
 * @param value 1 to {@value Identifiers#MAX_LENGTH} characters of {@code [A-Za-z0-9._:-]}, not dots alone (contract section 1)
 */
public record ReservationId(String value) {

    /** @throws IllegalArgumentException if the value breaks the rule above; the message does not repeat the value */
    public ReservationId {
        Identifiers.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
