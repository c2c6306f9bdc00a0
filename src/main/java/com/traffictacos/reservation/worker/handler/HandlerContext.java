package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import java.util.Optional;

/**
 * What a handler may know of the delivery it works on, and where it says how far it is.
 *
 * <p>Written by the handler's thread alone; {@link #step()} may be read by any thread, the rest by that thread.
 */
public final class HandlerContext {

    /** The calls that a handler makes. */
    public enum Step {
        NONE(Optional.empty()),
        READ_RESERVATION(Optional.of(Operation.READ_RESERVATION)),
        CHANGE_RESERVATION(Optional.of(Operation.CHANGE_RESERVATION)),
        RELEASE_SEATS(Optional.of(Operation.RELEASE_HOLD)),
        COMMIT_SEATS(Optional.of(Operation.COMMIT_RESERVATION));

        private final Optional<Operation> operation;

        Step(Optional<Operation> operation) {
            this.operation = operation;
        }

        /** The call that is made. */
        public Optional<Operation> operation() {
            return operation;
        }
    }

    /** Whoever gave the delivery out. */
    public interface Owner {

        /**
         * Says whether the delivery still has the message for itself.
         *
         * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if it has not
         */
        void checkLease();

        /** Is told that the call which is made next is most likely the last one; more than once if it is repeated. */
        default void lastCallBegins() {}
    }

    private final int attempt;
    private final Owner owner;
    private volatile Step step = Step.NONE;
    private int tries;
    private volatile Optional<ReservationEvent> event = Optional.empty();
    private boolean seatsFreed;
    private boolean seatsMayBeFree;

    /**
     * @param attempt how often the message was delivered, this time included
     * @param owner asked before each step
     */
    public HandlerContext(int attempt, Owner owner) {
        this.attempt = attempt;
        this.owner = owner;
    }

    /** How often the message was delivered, this time included; 1 or more. */
    public int attempt() {
        return attempt;
    }

    /** How often the handler was begun in this delivery. */
    public int tries() {
        return tries;
    }

    /** A handler says so first: it is begun anew for each try. */
    void beginTry() {
        tries++;
    }

    /** The step that was begun last. */
    public Step step() {
        return step;
    }

    /** What is being carried out; empty until it is known. */
    public Optional<ReservationEvent> event() {
        return event;
    }

    /** Says what is being carried out. */
    public void carries(ReservationEvent known) {
        event = Optional.of(known);
    }

    /**
     * Announces a call to a service.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if the call must not be made any more
     */
    void begin(Step next) {
        owner.checkLease();
        LeaseFence.set(owner::checkLease);
        step = next;
    }

    /**
     * Announces the call that ends the event if all goes well.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if the call must not be made any more
     */
    void beginLast(Step next) {
        begin(next);
        owner.lastCallBegins();
    }

    /** Remembers, over the tries of this delivery, that it has given seats back. */
    void noteSeatsFreed() {
        seatsFreed = true;
        seatsMayBeFree = true;
    }

    boolean seatsFreed() {
        return seatsFreed;
    }

    /** Remembers that it, or an earlier delivery of the message, has asked for seats to be given back and got no answer. */
    public void noteSeatsMayBeFree() {
        seatsMayBeFree = true;
    }

    /** Whether the seats were given back by this message, as far as anybody knows. */
    public boolean seatsMayBeFree() {
        return seatsMayBeFree;
    }
}
