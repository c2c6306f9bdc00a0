/**
 * Stage 3, process: decodes a message, runs the handler of its event, and decides the disposition of the delivery.
 *
 * <p>Uses {@code delivery} and {@code dependency}. Runs on the thread of the event pool that has the delivery.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.process;

import org.jspecify.annotations.NullMarked;
