/**
 * The start audit: reads the queue's attributes once and warns, each time with the remedy, where they do not fit the
 * settings.
 *
 * <p>Imports {@code config}, {@code log} and of {@code worker} its executors; the queue stands behind the port {@link
 * com.traffictacos.reservation.worker.audit.QueueInspector}. Runs on the managed scheduled executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.audit;

import org.jspecify.annotations.NullMarked;
