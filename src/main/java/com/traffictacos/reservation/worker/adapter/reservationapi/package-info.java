/**
 * The port {@link com.traffictacos.reservation.worker.handler.Reservations} over the MicroProfile REST client
 * (contract section 3).
 *
 * <p>The only package that uses the REST client. Calls block the calling thread; there are as many concurrent calls as
 * workers.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.reservationapi;

import org.jspecify.annotations.NullMarked;
