/**
 * What the worker receives and what can go wrong with it: the sealed {@link
 * com.traffictacos.reservation.worker.event.ReservationEvent}, its value records, the identifiers and the verdicts on
 * a failed event.
 *
 * <p>Uses the JDK alone. Every type is immutable and safe to share between threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.event;

import org.jspecify.annotations.NullMarked;
