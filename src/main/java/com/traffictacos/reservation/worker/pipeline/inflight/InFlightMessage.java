package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.permit.Permit;
import com.traffictacos.reservation.worker.pipeline.permit.PermittedMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * A delivery of this worker, from the receive until it is passed to the settler.
 *
 * <p>Written by the handler's thread, the lease timer, the pollers and the drain; safe for use by any of them.
 */
public final class InFlightMessage {

    /** The queue's client aborts a request within this time. */
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(5);

    /** A delivery passes through these phases in order; it may skip the second. */
    private enum Phase {
        WAITING,
        RUNNING,
        SETTLED
    }

    private final Lease lease;
    private final HandlerContext delivery;
    private final Permit permit;
    private volatile ReceivedMessage message;
    private Phase phase = Phase.WAITING;
    private boolean renewing;

    InFlightMessage(PermittedMessage received, Duration visibilityTimeout, LeaseClock clock) {
        this.message = received.message();
        this.permit = received.permit();
        this.lease = new Lease(clock, visibilityTimeout);
        this.delivery = new HandlerContext(message.receiveCount(), lease::check);
    }

    /** Has the latest receipt handle; only the latest handle can delete the message. */
    public ReceivedMessage message() {
        return message;
    }

    public HandlerContext delivery() {
        return delivery;
    }

    /**
     * Whether the lease must be renewed now: half of it has passed, it is not over, and the processing of the message
     * has not ended.
     *
     * @param longest no lease is renewed for longer than this after the receive
     */
    boolean isRenewalDue(LeaseClock.Moment now, Duration visibilityTimeout, Duration longest) {
        return lease.isRenewalDue(now, visibilityTimeout, longest) && !isSettled();
    }

    void extendLease(LeaseClock.Moment until) {
        lease.extend(until);
    }

    /** Whether another worker may have the message by now: the renewal was refused, or the lease has expired. */
    public boolean isLeaseOver() {
        return lease.isOver();
    }

    /**
     * A request that renews the lease begins.
     *
     * @return false if the delivery is already settled; then the lease must not be renewed
     */
    synchronized boolean beginRenewal() {
        renewing = phase != Phase.SETTLED;
        return renewing;
    }

    /** The request has ended. */
    synchronized void endRenewal() {
        renewing = false;
        notifyAll();
    }

    /**
     * Waits for a renewal that is in progress, {@link #LONGEST_RENEWAL} at most. If the queue carried the renewal out
     * after the visibility change that returns the message, the message would stay hidden for another visibility
     * timeout.
     */
    public synchronized void awaitRenewal() {
        long deadline = System.nanoTime() + LONGEST_RENEWAL.toNanos();
        try {
            while (renewing) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return;
                }
                wait(millis);
            }
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on the delivery begins no further step. */
    public void loseLease() {
        lease.lose();
    }

    /** Released when the delivery has ended. */
    public Permit permit() {
        return permit;
    }

    /** Whether a worker processes it: it waits for none, and has not ended. */
    synchronized boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    synchronized boolean isSettled() {
        return phase == Phase.SETTLED;
    }

    /** Whether the processing may begin; false if the message was returned to the queue before. */
    public synchronized boolean start() {
        if (phase != Phase.WAITING) {
            return false;
        }
        phase = Phase.RUNNING;
        return true;
    }

    /**
     * Claims the right to settle. The first caller gets it: the handler's thread at its end, or a drain that releases
     * the delivery.
     */
    public synchronized boolean claimSettling() {
        if (phase == Phase.SETTLED) {
            return false;
        }
        phase = Phase.SETTLED;
        return true;
    }

    /** As {@link #claimSettling()}, but only if the processing has not begun. */
    public synchronized boolean claimIfWaiting() {
        return phase == Phase.WAITING && claimSettling();
    }

    /**
     * Replaces the delivery with a newer delivery of the same message.
     *
     * @return the earlier delivery; empty if it is fenced or settled, and nothing was replaced
     */
    synchronized Optional<ReceivedMessage> replace(ReceivedMessage newer, Duration visibilityTimeout) {
        if (phase == Phase.SETTLED || isLeaseOver()) {
            return Optional.empty();
        }
        ReceivedMessage earlier = message;
        message = newer;
        lease.restart(visibilityTimeout);
        return Optional.of(earlier);
    }

    /** The state of the delivery, for operators. */
    InFlightView view() {
        Optional<ReservationEvent> event = delivery.event();
        return new InFlightView(
                message.messageId(),
                event.map(ReservationEvent::type).orElse(EventType.UNKNOWN),
                event.map(ReservationEvent::reservationId),
                delivery.step(),
                message.receiveCount(),
                lease.age(),
                lease.left());
    }
}
