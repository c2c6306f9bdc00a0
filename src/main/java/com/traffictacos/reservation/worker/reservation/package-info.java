/**
 * The port {@link com.traffictacos.reservation.worker.handling.Reservations} over the MicroProfile REST client (contract
 * section 3).
 *
 * <p>Imports {@code handling}, {@code event}, {@code config} and {@code network}; nothing else of the worker may import REST
 * client types. Calls block the thread that makes them, as many side by side as there are workers, each for
 * {@code RESERVATION_TIMEOUT_MS} at most.
 */
@NullMarked
package com.traffictacos.reservation.worker.reservation;

import org.jspecify.annotations.NullMarked;
