package com.traffictacos.reservation.worker.pipeline.delivery;

/**
 * What went in and what came out since the start. Nothing may be missing: a delivery that is neither settled nor in hand
 * has been lost track of.
 *
 * @param received deliveries received
 * @param acknowledged removed from the queue as done, stale or asking for nothing
 * @param retried handed back with a delay
 * @param deadLettered resting in the dead-letter queue
 * @param released handed back at once because the worker stops
 * @param inHand received and not settled yet
 */
public record DeliveryBalance(
        long received, long acknowledged, long retried, long deadLettered, long released, long inHand) {

    /** Deliveries that nobody can account for; zero in a worker without bugs. */
    public long unaccounted() {
        return received - acknowledged - retried - deadLettered - released - inHand;
    }
}
