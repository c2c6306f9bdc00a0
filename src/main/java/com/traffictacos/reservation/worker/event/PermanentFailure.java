package com.traffictacos.reservation.worker.event;

import org.jspecify.annotations.Nullable;

/** A service refused the step for good, or the state of the reservation forbids it: a person has to look. */
public final class PermanentFailure extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    public PermanentFailure(FailureReason reason, String detail) {
        this(reason, detail, null);
    }

    public PermanentFailure(FailureReason reason, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public FailureReason reason() {
        return reason;
    }
}
