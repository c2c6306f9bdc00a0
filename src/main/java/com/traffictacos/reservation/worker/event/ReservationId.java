package com.traffictacos.reservation.worker.event;

/**
 * Identifies a reservation. The value is safe in a URL path without encoding.
 *
 * @param value 1 to {@value Identifiers#MAX_LENGTH} characters of {@code [A-Za-z0-9._:-]}, not dots only (contract
 *     section 1)
 */
public record ReservationId(String value) {

    /**
     * @throws IllegalArgumentException if the value breaks this rule; the exception message does not repeat the value
     */
    public ReservationId {
        Identifiers.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
