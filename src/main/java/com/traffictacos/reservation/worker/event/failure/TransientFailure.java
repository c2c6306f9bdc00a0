package com.traffictacos.reservation.worker.event.failure;

import org.jspecify.annotations.Nullable;

/**
 * A service answered with a transient failure, or did not answer in time. A retry may succeed, immediately or later.
 */
public final class TransientFailure extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Dependency dependency;
    private final boolean late;

    public TransientFailure(Dependency dependency, String detail) {
        this(dependency, detail, null);
    }

    public TransientFailure(Dependency dependency, String detail, @Nullable Throwable cause) {
        super(dependency.label() + ": " + detail, cause);
        this.dependency = dependency;
        this.late = false;
    }

    private TransientFailure(TransientFailure same) {
        super(same.detail(), same.getCause());
        this.dependency = same.dependency;
        this.late = true;
        setStackTrace(same.getStackTrace());
    }

    /** The same failure for a call that used its whole timeout. */
    public TransientFailure late() {
        return new TransientFailure(this);
    }

    /** Whether the call timed out. An overloaded service fails in this way, and so does a service that hangs. */
    public boolean isLate() {
        return late;
    }

    public Dependency dependency() {
        return dependency;
    }
}
