/**
 * What operators see: metrics and log lines of deliveries, and the trace that a delivery belongs to.
 *
 * <p>Imports {@code worker}, {@code handling}, {@code event}, {@code config} and {@code log}, the Prometheus client and the OpenTelemetry
 * API. Called by all threads of the worker; everything here is safe for that and returns at once.
 */
@NullMarked
package com.traffictacos.reservation.worker.telemetry;

import org.jspecify.annotations.NullMarked;
