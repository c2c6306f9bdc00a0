package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import java.util.Optional;

/**
 * What a handler knows about its delivery, and where it records its progress.
 *
 * <p>Written only by the handler's thread. {@link #step()} may be read by any thread, everything else only by the
 * handler's thread.
 */
public final class HandlerContext {

    /** The component that started the delivery. */
    public interface Owner {

        /**
         * Checks that this delivery still has the lease of its message.
         *
         * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if the lease is lost
         */
        void checkLease();
    }

    private final int receiveCount;
    private final Owner owner;
    private volatile Optional<ServiceCall> step = Optional.empty();
    private int handlerAttempts;
    private volatile Optional<ReservationEvent> event = Optional.empty();
    private boolean seatsFreed;
    private boolean seatsMayBeFree;

    /**
     * @param receiveCount how often the message was delivered, including this delivery
     * @param owner checked before each step
     */
    public HandlerContext(int receiveCount, Owner owner) {
        this.receiveCount = receiveCount;
        this.owner = owner;
    }

    /** How often the message was delivered, including this delivery; 1 or more. */
    public int receiveCount() {
        return receiveCount;
    }

    /** How often the handler was started in this delivery. */
    public int handlerAttempts() {
        return handlerAttempts;
    }

    /** Counts a handler attempt. A handler calls this first, because it is started again for each attempt. */
    void beginAttempt() {
        handlerAttempts++;
    }

    /** The call that was started last; empty before the first. */
    public Optional<ServiceCall> step() {
        return step;
    }

    /** The event that is processed; empty until it is known. */
    public Optional<ReservationEvent> event() {
        return event;
    }

    /** Sets the event that is processed. */
    public void carries(ReservationEvent known) {
        event = Optional.of(known);
    }

    /**
     * Announces a call to a service.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if the call must not be made because the
     *     lease is lost
     */
    void begin(ServiceCall next) {
        owner.checkLease();
        LeaseFence.set(owner::checkLease);
        step = Optional.of(next);
    }

    /** Records that this delivery has released seats. The record is kept for all handler attempts of this delivery. */
    void noteSeatsFreed() {
        seatsFreed = true;
        seatsMayBeFree = true;
    }

    boolean seatsFreed() {
        return seatsFreed;
    }

    /** Records that this delivery, or an earlier delivery of the message, has requested a release and got no answer. */
    public void noteSeatsMayBeFree() {
        seatsMayBeFree = true;
    }

    /** Whether this message has released the seats or may have released them. */
    public boolean seatsMayBeFree() {
        return seatsMayBeFree;
    }
}
