/**
 * The events that the worker receives: the sealed {@link com.traffictacos.reservation.worker.event.ReservationEvent}, its
 * value records and the identifiers.
 *
 * <p>Uses only the JDK. Every type is immutable and safe to share between threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.event;

import org.jspecify.annotations.NullMarked;
