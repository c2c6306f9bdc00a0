/**
 * Stage 2, dispatch: passes received messages to the event pool, one message group of a FIFO queue at a time.
 *
 * <p>Uses {@code process}, {@code settle}, {@code permit}, {@code inflight} and {@code delivery}. Called by the pollers; tasks run on
 * the event pool.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.dispatch;

import org.jspecify.annotations.NullMarked;
