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
 * A delivery that this worker has, from the receive until it is handed to the settler. Holds the lease: the time up to
 * which the queue keeps the message from everybody else.
 *
 * <p>Written by the handler's thread, the lease timer, the receive lanes and the drain; safe for use by any of them.
 */
public final class InFlightMessage {

    /** The queue's client gives a request up within this time. */
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(5);

    /** A delivery goes through these in order; it may skip the second. */
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

    // Of the handler's thread alone.
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

    /** With the receipt handle that came last: it alone deletes. */
    public ReceivedMessage message() {
        return message;
    }

    public HandlerContext delivery() {
        return delivery;
    }

    /**
     * Whether the lease should be renewed now: it has run half its time, is not over, and the work on the message has not
     * ended.
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

    /** Whether the message may be with somebody else by now: the lease was refused, or has run out. */
    public boolean isLeaseOver() {
        return lost || clock.now().isPast(leaseUntil);
    }

    /**
     * A request that renews the lease begins.
     *
     * @return false if the delivery was settled before; then nothing is to be renewed
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
     * Waits for a renewal that is under way, {@link #LONGEST_RENEWAL} at most. Carried out by the queue after the visibility
     * change that hands the message back, it would hide the message for another visibility timeout.
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

    /** No further step is begun from now on. */
    public void loseLease() {
        lost = true;
    }

    /** Notes when the last call began; false if that is known already. */
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

    /** The permit was given back before the end. */
    public void lendPermit() {
        permitLent = true;
    }

    public boolean isPermitLent() {
        return permitLent;
    }

    synchronized boolean isSettled() {
        return phase == Phase.SETTLED;
    }

    /** Whether the work may begin; false if the message was handed back before. */
    public synchronized boolean start() {
        if (phase != Phase.WAITING) {
            return false;
        }
        phase = Phase.RUNNING;
        return true;
    }

    /** The right to settle goes to the first who asks: the handler's thread at its end, or a drain that gives up on it. */
    public synchronized boolean claimSettling() {
        if (phase == Phase.SETTLED) {
            return false;
        }
        phase = Phase.SETTLED;
        return true;
    }

    /** As {@link #claimSettling()}, unless the work has begun. */
    public synchronized boolean claimIfWaiting() {
        return phase == Phase.WAITING && claimSettling();
    }

    /**
     * Takes the place of the delivery over from its message's earlier one.
     *
     * @return the earlier delivery; empty if that one is fenced or settled already, and nothing was taken over
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

    /** What there is to see of it. */
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
