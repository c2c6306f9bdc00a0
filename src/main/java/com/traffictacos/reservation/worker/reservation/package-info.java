/**
 * The port {@link com.traffictacos.reservation.worker.handling.Reservations} over the MicroProfile REST client (contract
 * section 3).
 *
 * <p>Imports {@code handling}, {@code event} and {@code config}; nothing else of the worker may import REST client
 * types. Calls block the thread that makes them, up to fifty side by side: that is the number of connections that
 * Liberty's client keeps, and further calls wait for one of them.
 */
@NullMarked
package com.traffictacos.reservation.worker.reservation;

import org.jspecify.annotations.NullMarked;
