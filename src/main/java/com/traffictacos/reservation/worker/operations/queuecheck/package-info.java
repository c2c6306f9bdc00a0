/**
 * The check of the queue's configuration at start: reads the queue's attributes once and logs a warning, with the
 * remedy, for each that does not fit the settings.
 *
 * <p>Runs on the managed scheduled executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.queuecheck;

import org.jspecify.annotations.NullMarked;
