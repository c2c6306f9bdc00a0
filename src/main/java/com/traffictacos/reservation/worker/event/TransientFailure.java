package com.traffictacos.reservation.worker.event;

import org.jspecify.annotations.Nullable;

/** A service answered with a failure that passes, or not in time: worth another try, at once or later. */
public final class TransientFailure extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Dependency dependency;

    public TransientFailure(Dependency dependency, String detail) {
        this(dependency, detail, null);
    }

    public TransientFailure(Dependency dependency, String detail, @Nullable Throwable cause) {
        super(dependency.label() + ": " + detail, cause);
        this.dependency = dependency;
    }

    public Dependency dependency() {
        return dependency;
    }
}
