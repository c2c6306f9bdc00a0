/**
 * The settings of contract section 5 as checked records: {@link
 * com.traffictacos.reservation.worker.config.SettingsReader} reads MicroProfile Config once, at start, and names every
 * wrong setting at a time.
 *
 * <p>Imports {@code event} and {@code handling}. All records are immutable; the reader is used by one thread.
 */
@NullMarked
package com.traffictacos.reservation.worker.config;

import org.jspecify.annotations.NullMarked;
