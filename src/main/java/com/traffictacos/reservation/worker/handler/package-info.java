/**
 * What each event does, in the order of contract section 4: three handlers that call two ports, {@link
 * com.traffictacos.reservation.worker.handler.Inventory} and {@link
 * com.traffictacos.reservation.worker.handler.Reservations}.
 *
 * <p>Uses {@code event} and the settings, CDI and the Fault Tolerance annotations. A handler runs on one thread of the
 * event pool per delivery. Handlers hold no state and may run on any number of threads. They never see a queue, a
 * receipt handle or a wire format.
 */
@NullMarked
package com.traffictacos.reservation.worker.handler;

import org.jspecify.annotations.NullMarked;
