/**
 * The tracing switch, and the defaults for MicroProfile Telemetry.
 *
 * <p>Thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.telemetry;

import org.jspecify.annotations.NullMarked;
