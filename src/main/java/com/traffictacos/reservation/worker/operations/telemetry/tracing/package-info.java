/**
 * Spans of receives and deliveries, and the trace context of a delivery, by the OpenTelemetry API.
 *
 * <p>Called by all threads of the worker; returns at once.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import org.jspecify.annotations.NullMarked;
