/**
 * Listing, searching and filtering dead letters. Access to the queue goes through the port
 * {@link com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue}.
 *
 * <p>A scan takes up to about a minute, on the thread of its caller or on the operators' executor.
 * Nothing runs unless an operator requests it.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.deadletter;

import org.jspecify.annotations.NullMarked;
