package com.traffictacos.reservation.worker.handling;

import java.util.List;
import java.util.Optional;

/** How a handler ended well. */
public sealed interface Handled {

    /**
     * Every step is done, now or by an earlier delivery.
     *
     * @param orderId the order of a confirmed reservation, if a service named it
     * @param seatIds the seats that changed hands, as far as inventory named them
     */
    record Completed(Optional<String> orderId, List<String> seatIds) implements Handled {}

    /**
     * The event is stale: the reservation has moved on, and nothing is left to do.
     *
     * @param why for people; safe to log
     */
    record Skipped(String why) implements Handled {}
}
