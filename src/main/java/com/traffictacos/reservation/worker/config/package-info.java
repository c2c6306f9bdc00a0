/**
 * The settings of contract section 5 as checked records: {@link
 * com.traffictacos.reservation.worker.config.SettingsReader} reads MicroProfile Config once, at start, and names every
 * wrong setting at a time. {@link com.traffictacos.reservation.worker.config.SettingCatalog} holds names, defaults and
 * bounds.
 *
 * <p>Imports {@code event} and {@code handling}, CDI and MicroProfile Config. All records are immutable; the settings are
 * read by one thread, and the telemetry defaults answer any number of them.
 */
@NullMarked
package com.traffictacos.reservation.worker.config;

import org.jspecify.annotations.NullMarked;
