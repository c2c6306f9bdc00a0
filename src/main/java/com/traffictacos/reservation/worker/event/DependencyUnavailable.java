package com.traffictacos.reservation.worker.event;

import org.jspecify.annotations.Nullable;

/**
 * A service cannot be reached at all: its circuit is open, or nobody listens at its address. This says nothing about
 * the message, so it never counts towards the message's retries.
 */
public final class DependencyUnavailable extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Dependency dependency;

    public DependencyUnavailable(Dependency dependency, String detail, @Nullable Throwable cause) {
        super(dependency.label() + ": " + detail, cause);
        this.dependency = dependency;
    }

    public Dependency dependency() {
        return dependency;
    }
}
