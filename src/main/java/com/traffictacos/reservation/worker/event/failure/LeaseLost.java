package com.traffictacos.reservation.worker.event.failure;

/**
 * The queue may have handed the message to somebody else: this delivery begins no further step. What it has done so far
 * is safe to repeat.
 */
public final class LeaseLost extends EventFailure {

    private static final long serialVersionUID = 1L;

    public LeaseLost(String detail) {
        super(detail, null);
    }
}
