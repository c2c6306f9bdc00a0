package com.traffictacos.reservation.worker.platform.settings;

import java.time.Duration;

/**
 * How long the handling of one event may take. Every bound around a handling is computed here, from the settings: the
 * fault-tolerance annotations of the handlers, the lease, the check of the queue's visibility timeout, and liveness.
 *
 * @param reservationCall the longest that one call of the reservation API lasts
 * @param inventoryCall the longest that one call of the inventory service lasts
 */
public record HandlingTime(Duration reservationCall, Duration inventoryCall) {

    /** What a call of the inventory service may take longer if it has to wait for a connection. */
    public static final Duration INVENTORY_CONNECT = Duration.ofSeconds(2);

    /** What a call may wait until its service is asked by fewer calls at a time; its message is returned to the queue then. */
    public static final Duration SLOT_WAIT = Duration.ofSeconds(1);

    /** Tries after the first, in one delivery. They bridge a blip; whatever lasts longer is handed back to the queue. */
    public static final int RETRIES = 2;

    public static final Duration RETRY_DELAY = Duration.ofMillis(50);
    public static final Duration RETRY_JITTER = Duration.ofMillis(25);

    // The longest way through any of the handlers: guard or look-up, change, and reading what was in its way.
    private static final int RESERVATION_CALLS = 3;
    private static final int INVENTORY_CALLS = 1;

    /** For what a handler does between its calls, on a machine that is busy; a try is stuck after that. */
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(2);

    /** Messages that one delivery may have to wait for: the others of its group in one receive, and one of its reservation. */
    private static final int AHEAD_IN_LINE = 10;

    public static HandlingTime of(Settings.InventoryService inventory, Settings.ReservationApi reservationApi) {
        return of(inventory.timeout(), reservationApi.timeout());
    }

    public static HandlingTime of(Duration inventoryTimeout, Duration reservationTimeout) {
        return new HandlingTime(reservationTimeout, inventoryTimeout.plus(INVENTORY_CONNECT));
    }

    /** The longest single call. */
    public Duration longestCall() {
        return reservationCall.compareTo(inventoryCall) > 0 ? reservationCall : inventoryCall;
    }

    /** One try of a handler in which every call takes as long as it may. What lasts longer than that is stuck. */
    public Duration oneTry() {
        return reservationCall
                .multipliedBy(RESERVATION_CALLS)
                .plus(inventoryCall.multipliedBy(INVENTORY_CALLS))
                .plus(SLOT_WAIT.multipliedBy(RESERVATION_CALLS + INVENTORY_CALLS))
                .plus(BETWEEN_CALLS);
    }

    /** All tries of one delivery, with the pauses between them. */
    public Duration inAll() {
        return oneTry().multipliedBy(RETRIES + 1L)
                .plus(RETRY_DELAY.plus(RETRY_JITTER).multipliedBy(RETRIES));
    }

    /** From the receive of a message to the end of its handling, if all that are ahead of it take as long as they may. */
    public Duration longestDelivery() {
        return inAll().multipliedBy(AHEAD_IN_LINE + 1L);
    }
}
