package com.traffictacos.reservation.worker.event.failure;

import org.jspecify.annotations.Nullable;

/**
 * Why an event could not be processed. Each subclass is a verdict, and the disposition of the message follows from the
 * subclass. Adapters translate the exceptions of libraries into these types, so that no library exception reaches the
 * handlers.
 *
 * <p>The exception message is written to logs and dead letters. It names fields, statuses and codes, never bodies or
 * secrets.
 */
public abstract sealed class EventFailure extends RuntimeException
        permits InvalidEvent,
                PermanentFailure,
                TransientFailure,
                Throttled,
                DependencyUnavailable,
                HoldNotExpired,
                LeaseLost {

    private static final long serialVersionUID = 1L;

    EventFailure(String detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** A description for operators; safe to log. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
