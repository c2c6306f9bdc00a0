package com.traffictacos.reservation.worker.event.failure;

/** The services that a handler calls. */
public enum Dependency {
    INVENTORY("inventory"),
    RESERVATION_API("reservation-api");

    private final String label;

    Dependency(String label) {
        this.label = label;
    }

    /** The name in metrics, logs and dead letters. */
    public String label() {
        return label;
    }
}
