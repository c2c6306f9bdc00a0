/**
 * Spans of receives and deliveries, and the trace context of a delivery, through the OpenTelemetry API.
 *
 * <p>Called by all threads of the worker; does not block.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import org.jspecify.annotations.NullMarked;
