package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A delivery of this worker, from the receive until it is passed to the settler. Holds the lease: the time until which
 * the queue does not deliver the message to another worker.
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

    private final LeaseClock clock;
    private final LeaseClock.Moment receivedAt;
    private final HandlerContext delivery;
    private volatile ReceivedMessage message;
    private volatile LeaseClock.Moment leaseUntil;
    private volatile boolean lost;
    private Phase phase = Phase.WAITING;
    private boolean renewing;

    // Used only by the handler's thread.
    private Optional<Long> lastCallNanos = Optional.empty();
    private boolean permitLent;

    /** @param onLastCall see {@link HandlerContext.Owner#lastCallBegins()} */
    InFlightMessage(
            ReceivedMessage message,
            Duration visibilityTimeout,
            LeaseClock clock,
            Consumer<InFlightMessage> onLastCall) {
        this.message = message;
        this.clock = clock;
        this.receivedAt = clock.now();
        this.leaseUntil = receivedAt.plus(visibilityTimeout);
        this.delivery = new HandlerContext(message.receiveCount(), new HandlerContext.Owner() {
            @Override
            public void checkLease() {
                check();
            }

            @Override
            public void lastCallBegins() {
                onLastCall.accept(InFlightMessage.this);
            }
        });
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
        return now.plus(visibilityTimeout.dividedBy(2)).isPast(leaseUntil)
                && !now.isPast(leaseUntil)
                && !now.isPast(receivedAt.plus(longest))
                && !isSettled();
    }

    void extendLease(LeaseClock.Moment until) {
        leaseUntil = until;
    }

    /** Whether another worker may have the message by now: the renewal was refused, or the lease has expired. */
    public boolean isLeaseOver() {
        return lost || clock.now().isPast(leaseUntil);
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
        lost = true;
    }

    /** Records when the last call began; false if that was recorded before. */
    public boolean noteLastCall(long nanoTime) {
        if (lastCallNanos.isPresent()) {
            return false;
        }
        lastCallNanos = Optional.of(nanoTime);
        return true;
    }

    /** When the last call began, by {@link System#nanoTime()}. */
    public Optional<Long> lastCallNanos() {
        return lastCallNanos;
    }

    /** The permit was released before the end of the delivery. */
    public void lendPermit() {
        permitLent = true;
    }

    public boolean isPermitLent() {
        return permitLent;
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
        leaseUntil = clock.now().plus(visibilityTimeout);
        return Optional.of(earlier);
    }

    /** The state of the delivery, for operators. */
    InFlightView view() {
        LeaseClock.Moment now = clock.now();
        Optional<ReservationEvent> event = delivery.event();
        return new InFlightView(
                message.messageId(),
                event.map(ReservationEvent::type).orElse(EventType.UNKNOWN),
                event.map(ReservationEvent::reservationId),
                delivery.step(),
                message.receiveCount(),
                receivedAt.until(now),
                now.until(leaseUntil));
    }

    private void check() {
        if (lost) {
            throw new LeaseLost("the lease was refused, or the worker has given the message back");
        }
        if (clock.now().isPast(leaseUntil)) {
            throw new LeaseLost("the lease ran out at " + leaseUntil.wall());
        }
    }
}
