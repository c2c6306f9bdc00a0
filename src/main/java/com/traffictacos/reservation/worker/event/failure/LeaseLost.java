package com.traffictacos.reservation.worker.event.failure;

/**
 * The queue may have delivered the message to another worker, so this delivery makes no further calls. The calls that
 * it has made are safe to repeat.
 */
public final class LeaseLost extends EventFailure {

    private static final long serialVersionUID = 1L;

    public LeaseLost(String detail) {
        super(detail, null);
    }
}
