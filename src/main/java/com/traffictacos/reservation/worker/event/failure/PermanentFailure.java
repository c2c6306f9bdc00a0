package com.traffictacos.reservation.worker.event.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service rejected the call permanently, or the state of the reservation forbids it. An operator must look at the
 * message.
 */
public final class PermanentFailure extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private final @Nullable String refusal;

    public PermanentFailure(FailureReason reason, String detail) {
        this(reason, detail, null);
    }

    public PermanentFailure(FailureReason reason, String detail, @Nullable Throwable cause) {
        this(reason, detail, null, cause);
    }

    private PermanentFailure(FailureReason reason, String detail, @Nullable String refusal, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.refusal = refusal;
    }

    /**
     * A rejection whose cause may be the caller instead of the event: a wrong address or path, a missing permission, an
     * expired token, an older version.
     *
     * @param refusal the status, as the service names it
     */
    public static PermanentFailure ofCaller(
            FailureReason reason, String detail, String refusal, @Nullable Throwable cause) {
        return new PermanentFailure(reason, detail, refusal, cause);
    }

    /** The status of a rejection whose cause may be the caller; empty if the cause is the event. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    public FailureReason reason() {
        return reason;
    }
}
