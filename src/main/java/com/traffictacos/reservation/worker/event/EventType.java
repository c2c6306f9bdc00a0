package com.traffictacos.reservation.worker.event;

/** The event types that the worker processes, with their names on the wire and in metrics. */
public enum EventType {
    RESERVATION_EXPIRED("reservation.expired", "expired"),
    PAYMENT_APPROVED("payment.approved", "approved"),
    PAYMENT_FAILED("payment.failed", "failed"),
    /** Not a known type, or not known yet because the body has not been read that far. */
    UNKNOWN("unknown", "unknown");

    private final String wireName;
    private final String label;

    EventType(String wireName, String label) {
        this.wireName = wireName;
        this.label = label;
    }

    /** The name in {@code type} or {@code detail-type} (contract section 1). */
    public String wireName() {
        return wireName;
    }

    /** The value of the metric label {@code type} (contract section 6). */
    public String label() {
        return label;
    }
}
