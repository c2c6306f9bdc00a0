/**
 * The other workers of the queue, as one of them sees all: finds their addresses, asks each for its figures within a
 * bounded time, and answers what a worker that asks gets.
 *
 * <p>Uses the figures of this worker ({@code operations.admin}, {@code operations.telemetry}), the operators' tokens and
 * executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.fleet.peers;

import org.jspecify.annotations.NullMarked;
