package com.traffictacos.reservation.worker.pipeline.permit;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The right to process one message. It is taken before the message is requested, travels with the message, and is
 * released when the message is settled. {@link #release()} may be called any number of times and counts once. Safe for
 * use by any number of threads.
 */
public final class Permit {

    private enum State {
        HELD,
        /** The worker's slot is used for another message already ({@link Prefetch}). */
        LENT,
        RELEASED
    }

    private final PermitGrants issuer;
    private final boolean probe;
    private final AtomicReference<State> state = new AtomicReference<>(State.HELD);
    private volatile boolean begun;
    private volatile long begunNanos;

    Permit(PermitGrants issuer, boolean probe) {
        this.issuer = issuer;
        this.probe = probe;
    }

    /** Whether the message tests a service that is down. */
    boolean isProbe() {
        return probe;
    }

    /** A worker has begun to process the message. Only the first of several calls counts. */
    public void processingBegins() {
        if (begun) {
            return;
        }
        begunNanos = System.nanoTime();
        begun = true;
        if (!probe && issuer.lend()) {
            if (state.compareAndSet(State.HELD, State.LENT)) {
                issuer.free(1);
            } else {
                issuer.returned();
            }
        }
    }

    /** The message is settled, or is not processed. */
    public void release() {
        State before = state.getAndSet(State.RELEASED);
        if (before == State.RELEASED) {
            return;
        }
        if (begun) {
            issuer.processingTook(System.nanoTime() - begunNanos);
        }
        if (before == State.LENT) {
            issuer.returned();
        } else {
            issuer.free(1);
        }
        issuer.ended(this);
    }

    /**
     * The receive returned no message for this permit. Its slot is freed by the caller, together with those of the
     * other unused permits.
     *
     * @return whether the slot has to be freed
     */
    boolean markUnused() {
        return state.compareAndSet(State.HELD, State.RELEASED);
    }
}
