package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.handling.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A delivery that this worker has, from the receive until it is handed to the settler. Holds the lease: the time up to
 * which the queue keeps the message from everybody else.
 *
 * <p>Written by the handler's thread, the lease timer and the drain; safe for use by any of them.
 */
final class InHand {

    private final ReceivedMessage message;
    private final Clock clock;
    private final Instant receivedAt;
    private final Delivery delivery;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile Instant leaseUntil;
    private volatile boolean lost;

    InHand(ReceivedMessage message, Duration visibilityTimeout, Clock clock) {
        this.message = message;
        this.clock = clock;
        this.receivedAt = clock.instant();
        this.leaseUntil = receivedAt.plus(visibilityTimeout);
        this.delivery = new Delivery(message.receiveCount(), this::check);
    }

    ReceivedMessage message() {
        return message;
    }

    Delivery delivery() {
        return delivery;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    Instant leaseUntil() {
        return leaseUntil;
    }

    void extendLease(Instant until) {
        leaseUntil = until;
    }

    /** No further step is begun from now on. */
    void loseLease() {
        lost = true;
    }

    /** The right to settle goes to the first who asks: the handler's thread at its end, or a drain that gives up on it. */
    boolean claimSettling() {
        return settled.compareAndSet(false, true);
    }

    private void check() {
        if (lost) {
            throw new LeaseLost("the lease was refused, or the worker has given the message back");
        }
        if (!clock.instant().isBefore(leaseUntil)) {
            throw new LeaseLost("the lease ran out at " + leaseUntil);
        }
    }
}
