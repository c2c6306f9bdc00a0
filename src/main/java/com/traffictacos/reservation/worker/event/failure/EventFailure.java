package com.traffictacos.reservation.worker.event.failure;

import org.jspecify.annotations.Nullable;

/**
 * Why an event could not be brought to its end. Each kind is a verdict, and what becomes of the message follows from
 * the kind alone. Adapters throw them at their edge, so that no library's exception travels inwards.
 *
 * <p>The message of a failure ends in logs and dead letters: it names fields, statuses and codes, never bodies or
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

    /** What happened, for people; safe to log. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
