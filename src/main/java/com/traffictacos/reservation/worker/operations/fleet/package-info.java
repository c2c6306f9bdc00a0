/**
 * All workers of the queue: the flag that pauses them together.
 *
 * <p>Uses the pipeline, the operators' log and the platform. {@link
 * com.traffictacos.reservation.worker.operations.fleet.FleetFlagStore} is a port that an adapter implements.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.fleet;

import org.jspecify.annotations.NullMarked;
