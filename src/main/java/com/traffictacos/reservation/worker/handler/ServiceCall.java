package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import java.util.Locale;

/** The calls that handlers make to the two services (contract sections 2 and 3). */
public enum ServiceCall {
    RELEASE_HOLD(Dependency.INVENTORY, "release_seats"),
    COMMIT_RESERVATION(Dependency.INVENTORY, "commit_seats"),
    READ_RESERVATION(Dependency.RESERVATION_API, "read_reservation"),
    CHANGE_RESERVATION(Dependency.RESERVATION_API, "change_reservation");

    private final Dependency dependency;
    private final String step;
    private final String label = name().toLowerCase(Locale.ROOT);

    ServiceCall(Dependency dependency, String step) {
        this.dependency = dependency;
        this.step = step;
    }

    /** The service that is called. */
    public Dependency dependency() {
        return dependency;
    }

    /** The value of the metric label {@code operation}. */
    public String label() {
        return label;
    }

    /** The name of the handler's step in the administration API. */
    public String step() {
        return step;
    }
}
