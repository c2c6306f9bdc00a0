package com.traffictacos.reservation.worker.platform.settings;

/**
 * How an expiry is carried out (contract section 4).
 *
 * @param guard whether the reservation is read first, so that a late expiry is recognised before seats are touched
 * @param order which of the two steps comes first
 */
public record ExpiryPolicy(boolean guard, Order order) {

    /** The order of the two steps. */
    public enum Order {
        /** Seats back first, then the mark: a payment that comes in between is found out and dead-lettered. */
        RELEASE_FIRST,
        /** The mark first: the book decides the race, and seats are touched only by the winner. */
        MARK_FIRST
    }
}
