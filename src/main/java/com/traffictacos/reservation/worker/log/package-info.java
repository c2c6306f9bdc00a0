/**
 * The worker's own log lines: one JSON object a line on standard output, with the keys of contract section 6.
 *
 * <p>Imports the JDK and JSON-P alone, so that every package may log. Safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.log;

import org.jspecify.annotations.NullMarked;
