package com.traffictacos.reservation.worker.event.failure;

import org.jspecify.annotations.Nullable;

/** The body violates contract section 1. A retry cannot fix it. */
public final class InvalidEvent extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    public InvalidEvent(FailureReason reason, String detail) {
        this(reason, detail, null);
    }

    public InvalidEvent(FailureReason reason, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public FailureReason reason() {
        return reason;
    }
}
