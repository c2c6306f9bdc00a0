package com.traffictacos.reservation.worker.platform.settings;

/** A confidential value. It does not appear in {@link #toString()}. */
public record Secret(String value) {

    /** @throws IllegalArgumentException if the value is blank */
    public Secret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A secret is not blank.");
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
