/**
 * Metrics, log lines and spans of deliveries, receives and calls.
 *
 * <p>The only package that uses the Prometheus client. Observes and never decides: an exception thrown here does not
 * change the disposition of a message. Called by all threads of the worker; does not block.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.telemetry;

import org.jspecify.annotations.NullMarked;
