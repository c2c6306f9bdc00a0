/**
 * How each event is processed, in the order of contract section 4: three handlers that call two ports, {@link
 * com.traffictacos.reservation.worker.handler.Inventory} and {@link
 * com.traffictacos.reservation.worker.handler.Reservations}.
 *
 * <p>Uses {@code event} and the settings, CDI and the Fault Tolerance annotations. A handler runs on one thread of the
 * event pool per delivery. Handlers hold no state and may run on any number of threads. They have no access to queues,
 * receipt handles or wire formats.
 */
@NullMarked
package com.traffictacos.reservation.worker.handler;

import org.jspecify.annotations.NullMarked;
