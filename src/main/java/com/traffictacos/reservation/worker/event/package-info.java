/**
 * The events that the worker receives and the ways in which they fail: the sealed {@link
 * com.traffictacos.reservation.worker.event.ReservationEvent}, its value records, the identifiers and the verdicts on a
 * failed event.
 *
 * <p>Uses only the JDK. Every type is immutable and safe to share between threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.event;

import org.jspecify.annotations.NullMarked;
