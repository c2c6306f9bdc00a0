/**
 * The operators' page, {@code /console}: plain files that a browser puts together, which lives off {@code /admin} like any
 * other client. Served only when {@code CONSOLE_ENABLED} is set.
 *
 * <p>Imports {@code admin} (its headers) and {@code config}; servlets. Runs on the server's HTTP threads; nothing runs here,
 * and nothing is kept, unless somebody opens the page.
 */
@NullMarked
package com.traffictacos.reservation.worker.console;

import org.jspecify.annotations.NullMarked;
