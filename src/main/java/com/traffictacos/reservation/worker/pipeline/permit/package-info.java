/**
 * Controls how many messages may be received: permits for workers, the poll gate (pause, outage, probe) and prefetch.
 *
 * <p>Uses {@code delivery} and {@code dependency}. Called by the pollers and by the threads that end deliveries.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.permit;

import org.jspecify.annotations.NullMarked;
