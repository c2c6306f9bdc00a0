package com.traffictacos.reservation.worker.handler;

import java.util.List;
import java.util.Optional;

/** How a handler ended well. */
public sealed interface HandlerResult {

    /**
     * Every step is done, now or by an earlier delivery.
     *
     * @param orderId the order of a confirmed reservation, if a service named it
     * @param seatIds the seats that changed hands, as far as inventory named them
     */
    record Completed(Optional<String> orderId, List<String> seatIds) implements HandlerResult {}

    /**
     * The event is stale: the reservation has moved on, and nothing is left to do.
     *
     * @param why for people; safe to log
     */
    record Skipped(String why) implements HandlerResult {}
}
