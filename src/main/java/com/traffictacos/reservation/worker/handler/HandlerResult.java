package com.traffictacos.reservation.worker.handler;

import java.util.List;
import java.util.Optional;

/** How a handler ended without a failure. */
public sealed interface HandlerResult {

    /**
     * Every step is done, by this delivery or by an earlier one.
     *
     * @param orderId the order of a confirmed reservation, if a service named it
     * @param seatIds the seats that were released or sold, as far as inventory named them
     */
    record Completed(Optional<String> orderId, List<String> seatIds) implements HandlerResult {}

    /**
     * The event is stale: the reservation has changed and there is nothing left to do.
     *
     * @param why the reason, for operators; safe to log
     */
    record Skipped(String why) implements HandlerResult {}
}
