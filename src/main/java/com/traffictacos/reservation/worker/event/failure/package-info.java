/**
 * The sealed verdicts on a failed event, and the fixed list of reasons for a dead letter.
 *
 * <p>Uses only the JDK. Every type is immutable and safe to share between threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.event.failure;

import org.jspecify.annotations.NullMarked;
