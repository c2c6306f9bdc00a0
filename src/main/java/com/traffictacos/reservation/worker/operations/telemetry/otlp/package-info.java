/**
 * Metrics and log by OTLP, beside {@code /metrics} and standard output, through the server's OpenTelemetry, and what
 * becomes of each signal's exports. Nothing here is loaded while no signal is exported, except {@link OtlpExport}. ADR 39.
 *
 * <p>Called by all threads of the worker and by those of OpenTelemetry; does not block.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import org.jspecify.annotations.NullMarked;
