package com.traffictacos.reservation.worker.pipeline.delivery;

/**
 * The totals of deliveries since the start. Every delivery must be counted: a delivery that is neither settled nor in
 * flight is lost.
 *
 * @param received deliveries received
 * @param acknowledged deleted from the queue because they were done, were stale or required no work
 * @param retried returned to the queue with a delay
 * @param deadLettered sent to the dead-letter queue
 * @param released returned to the queue immediately because the worker stops
 * @param inFlight received and not settled yet
 */
public record DeliveryBalance(
        long received, long acknowledged, long retried, long deadLettered, long released, long inFlight) {

    /** Deliveries that are not accounted for; zero in a worker without bugs. */
    public long unaccounted() {
        return received - acknowledged - retried - deadLettered - released - inFlight;
    }
}
