/**
 * What each event does, in the order of contract section 4: three handlers that speak to two ports, {@link
 * com.traffictacos.reservation.worker.handling.Inventory} and {@link
 * com.traffictacos.reservation.worker.handling.Reservations}.
 *
 * <p>Imports {@code event}, CDI and the Fault Tolerance annotations. A handler runs on one thread of the event pool for
 * one delivery at a time; handlers themselves hold no state and may run on any number of threads side by side. They
 * never see a queue, a receipt handle or a wire format.
 */
@NullMarked
package com.traffictacos.reservation.worker.handling;

import org.jspecify.annotations.NullMarked;
