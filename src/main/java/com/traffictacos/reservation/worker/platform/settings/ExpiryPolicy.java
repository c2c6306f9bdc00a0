package com.traffictacos.reservation.worker.platform.settings;

/**
 * How an expiry is processed (contract section 4).
 *
 * @param guard whether the reservation is read first, so that a late expiry is detected before seats are changed
 * @param order which of the two steps comes first
 */
public record ExpiryPolicy(boolean guard, Order order) {

    /** The order of the two steps. */
    public enum Order {
        /**
         * Releases the seats, then marks the reservation. A payment between the two steps is detected and
         * dead-lettered.
         */
        RELEASE_FIRST,
        /** Marks the reservation first. The reservation API decides the race, and only the winner changes seats. */
        MARK_FIRST
    }
}
