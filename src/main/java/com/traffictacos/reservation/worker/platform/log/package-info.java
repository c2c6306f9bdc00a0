/**
 * The worker's own log lines: one JSON object per line on standard output, with the keys of contract section 6.
 *
 * <p>Uses the JDK and JSON-P alone, so that every package may log. Safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.log;

import org.jspecify.annotations.NullMarked;
