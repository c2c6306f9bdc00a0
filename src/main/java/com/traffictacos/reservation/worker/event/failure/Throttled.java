package com.traffictacos.reservation.worker.event.failure;

import java.time.Duration;

/** A service throttles ({@code Retry-After}): no attempt is made before that time. */
public final class Throttled extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Dependency dependency;
    private final Duration retryAfter;

    /** @param retryAfter the time to wait, zero or more */
    public Throttled(Dependency dependency, String detail, Duration retryAfter) {
        super(dependency.label() + ": " + detail, null);
        this.dependency = dependency;
        this.retryAfter = retryAfter;
    }

    public Dependency dependency() {
        return dependency;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
