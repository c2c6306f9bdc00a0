package com.traffictacos.reservation.worker.platform.settings;

/** A value that must not be seen: it never shows in {@link #toString()}. */
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
