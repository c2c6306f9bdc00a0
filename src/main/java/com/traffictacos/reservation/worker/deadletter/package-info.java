/**
 * The dead-letter queue for people: what lies in it, why, and how it comes back to the queue or goes for good. The queue
 * stands behind the port {@link com.traffictacos.reservation.worker.deadletter.DeadLetterQueue}.
 *
 * <p>Imports {@code worker}, {@code event}, {@code operator} and {@code log}. Looking blocks the thread that asks, for
 * some seconds at most; jobs run on the operators' executor, one at a time. Nothing runs here unless somebody asks.
 */
@NullMarked
package com.traffictacos.reservation.worker.deadletter;

import org.jspecify.annotations.NullMarked;
