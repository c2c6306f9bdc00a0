/**
 * The worker's own log lines: one JSON object per line on standard output, with the keys of contract section 6.
 *
 * <p>Uses only the JDK and JSON-P, so that every package can log. Thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.log;

import org.jspecify.annotations.NullMarked;
