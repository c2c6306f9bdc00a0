/**
 * Browsing, filtering, redriving and discarding dead letters. The queue stands behind the port {@link
 * com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue}.
 *
 * <p>Browsing blocks the calling thread for some seconds at most. Jobs run on the operators' executor, one at a time.
 * Nothing runs unless an operator asks.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.deadletter;

import org.jspecify.annotations.NullMarked;
