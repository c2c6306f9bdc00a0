/**
 * The settings of contract section 5 as validated records: {@link
 * com.traffictacos.reservation.worker.platform.settings.SettingsReader} reads MicroProfile Config once, at start, and
 * reports every wrong setting. {@link com.traffictacos.reservation.worker.platform.settings.SettingCatalog} defines
 * names, defaults and bounds.
 *
 * <p>All records are immutable.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.settings;

import org.jspecify.annotations.NullMarked;
