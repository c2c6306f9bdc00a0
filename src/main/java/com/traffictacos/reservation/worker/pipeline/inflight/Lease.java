package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import java.time.Duration;

/**
 * The time until which the queue does not deliver a message to another worker. Safe for use by any number of threads.
 */
final class Lease {

    private final LeaseClock clock;
    private final LeaseClock.Moment receivedAt;
    private volatile LeaseClock.Moment until;
    private volatile boolean lost;

    Lease(LeaseClock clock, Duration visibilityTimeout) {
        this.clock = clock;
        this.receivedAt = clock.now();
        this.until = receivedAt.plus(visibilityTimeout);
    }

    /**
     * Whether the lease must be renewed now: half of it has passed, and it is not over.
     *
     * @param longest no lease is renewed for longer than this after the receive
     */
    boolean isRenewalDue(LeaseClock.Moment now, Duration visibilityTimeout, Duration longest) {
        return now.plus(visibilityTimeout.dividedBy(2)).isPast(until)
                && !now.isPast(until)
                && !now.isPast(receivedAt.plus(longest));
    }

    void extend(LeaseClock.Moment newEnd) {
        until = newEnd;
    }

    /** The message was delivered again to this worker just now. */
    void restart(Duration visibilityTimeout) {
        until = clock.now().plus(visibilityTimeout);
    }

    void lose() {
        lost = true;
    }

    /** Whether another worker may have the message by now: the renewal was refused, or the lease has expired. */
    boolean isOver() {
        return lost || clock.now().isPast(until);
    }

    /** Throws if the lease is over. */
    void check() {
        if (lost) {
            throw new LeaseLost("the lease was refused, or the worker has returned the message to the queue");
        }
        if (clock.now().isPast(until)) {
            throw new LeaseLost("the lease ran out at " + until.wall());
        }
    }

    Duration age() {
        return receivedAt.until(clock.now());
    }

    Duration left() {
        return clock.now().until(until);
    }
}
