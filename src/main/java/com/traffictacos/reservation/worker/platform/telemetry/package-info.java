/**
 * Whether tracing is on, and the defaults that MicroProfile Telemetry gets.
 *
 * <p>Safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.telemetry;

import org.jspecify.annotations.NullMarked;
