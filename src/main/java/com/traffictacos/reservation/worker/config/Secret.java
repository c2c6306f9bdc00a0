package com.traffictacos.reservation.worker.config;

/** A value that must not be seen: it never shows in {@link #toString()}. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "(secret)";
    }
}
