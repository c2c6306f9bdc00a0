/**
 * The operators' console, {@code /console}: static files that use {@code /admin}. Served only with
 * {@code CONSOLE_ENABLED=true}.
 *
 * <p>Runs on the server's HTTP threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.console;

import org.jspecify.annotations.NullMarked;
