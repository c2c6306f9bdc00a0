/**
 * Metrics, log lines and spans of deliveries, receives and calls.
 *
 * <p>The only package that uses the Prometheus client. Observes and never decides: nothing that is thrown here changes
 * what becomes of a message. Called by all threads of the worker; returns at once.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.telemetry;

import org.jspecify.annotations.NullMarked;
