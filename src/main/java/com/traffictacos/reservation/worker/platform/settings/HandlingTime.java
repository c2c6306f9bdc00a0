package com.traffictacos.reservation.worker.platform.settings;

import java.time.Duration;

/**
 * Time limits for handling one event. Every limit around a handling is computed here from the settings: the
 * fault-tolerance annotations of the handlers, the lease, the check of the queue's visibility timeout, and liveness.
 *
 * @param reservationCall maximum duration of one call of the reservation API
 * @param inventoryCall maximum duration of one call of the inventory service
 */
public record HandlingTime(Duration reservationCall, Duration inventoryCall) {

    /** Extension of an inventory call that has to wait for a connection. */
    public static final Duration INVENTORY_CONNECT = Duration.ofSeconds(2);

    /**
     * How long a call may wait for a slot of the concurrency limit of its service. Then its message is returned to the
     * queue.
     */
    public static final Duration SLOT_WAIT = Duration.ofSeconds(1);

    /**
     * Tries after the first, in one delivery. They cover a short disturbance. After a longer one the message is
     * returned to the queue.
     */
    public static final int RETRIES = 2;

    public static final Duration RETRY_DELAY = Duration.ofMillis(50);
    public static final Duration RETRY_JITTER = Duration.ofMillis(25);

    // The longest path through any of the handlers: guard or look-up, change, and reading what conflicted with it.
    private static final int RESERVATION_CALLS = 3;
    private static final int INVENTORY_CALLS = 1;

    /** Time for what a handler does between its calls, on a busy machine. A try that takes longer is stuck. */
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(2);

    /**
     * Messages that one delivery may have to wait for: the others of its group in one receive, and one of its
     * reservation.
     */
    private static final int AHEAD_IN_LINE = 10;

    public static HandlingTime of(Settings.InventoryService inventory, Settings.ReservationApi reservationApi) {
        return of(inventory.timeout(), reservationApi.timeout());
    }

    public static HandlingTime of(Duration inventoryTimeout, Duration reservationTimeout) {
        return new HandlingTime(reservationTimeout, inventoryTimeout.plus(INVENTORY_CONNECT));
    }

    /** Maximum duration of a single call. */
    public Duration longestCall() {
        return reservationCall.compareTo(inventoryCall) > 0 ? reservationCall : inventoryCall;
    }

    /** One try of a handler in which every call takes its maximum time. A try that takes longer is stuck. */
    public Duration oneTry() {
        return reservationCall
                .multipliedBy(RESERVATION_CALLS)
                .plus(inventoryCall.multipliedBy(INVENTORY_CALLS))
                .plus(SLOT_WAIT.multipliedBy(RESERVATION_CALLS + INVENTORY_CALLS))
                .plus(BETWEEN_CALLS);
    }

    /** All tries of one delivery, including the pauses between them. */
    public Duration inAll() {
        return oneTry().multipliedBy(RETRIES + 1L)
                .plus(RETRY_DELAY.plus(RETRY_JITTER).multipliedBy(RETRIES));
    }

    /**
     * From the receive of a message to the end of its handling, if all messages ahead of it take their maximum time.
     */
    public Duration longestDelivery() {
        return inAll().multipliedBy(AHEAD_IN_LINE + 1L);
    }
}
