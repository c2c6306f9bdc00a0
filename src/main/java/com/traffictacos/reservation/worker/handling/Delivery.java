package com.traffictacos.reservation.worker.handling;

/**
 * What a handler may know of the delivery it works on, and where it says how far it is.
 *
 * <p>Written by the handler's thread alone; {@link #step()} may be read by any thread, the rest by that thread.
 */
public final class Delivery {

    /** The calls that a handler makes. */
    public enum Step {
        NONE,
        READ_RESERVATION,
        CHANGE_RESERVATION,
        RELEASE_SEATS,
        COMMIT_SEATS
    }

    /** Says whether the delivery still has the message for itself. */
    @FunctionalInterface
    public interface Fence {

        /** @throws com.traffictacos.reservation.worker.event.LeaseLost if it has not */
        void check();
    }

    private final int attempt;
    private final Fence fence;
    private volatile Step step = Step.NONE;
    private int tries;
    private boolean seatsFreed;

    /**
     * @param attempt how often the message was delivered, this time included
     * @param fence asked before each step
     */
    public Delivery(int attempt, Fence fence) {
        this.attempt = attempt;
        this.fence = fence;
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

    /**
     * Announces a call to a service.
     *
     * @throws com.traffictacos.reservation.worker.event.LeaseLost if the call must not be made any more
     */
    void begin(Step next) {
        fence.check();
        step = next;
    }

    /** Remembers, over the tries of this delivery, that it has given seats back. */
    void noteSeatsFreed() {
        seatsFreed = true;
    }

    boolean seatsFreed() {
        return seatsFreed;
    }
}
