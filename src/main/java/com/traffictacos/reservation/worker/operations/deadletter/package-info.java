/**
 * Browsing, filtering, redriving and discarding dead letters. Access to the queue goes through the port
 * {@link com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue}.
 *
 * <p>Browsing blocks the calling thread for up to about 20 seconds. Jobs run on the operators' executor, one at a time.
 * Nothing runs unless an operator requests it.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.deadletter;

import org.jspecify.annotations.NullMarked;
