/**
 * The operators' interface over HTTP and JSON, {@code /admin} (docs/admin-api.md). Served only with
 * {@code CONSOLE_ENABLED=true}.
 *
 * <p>Runs on the server's HTTP threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.http;

import org.jspecify.annotations.NullMarked;
