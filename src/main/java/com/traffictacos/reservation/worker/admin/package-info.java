/**
 * The operator's interface over HTTP and JSON, {@code /admin}: live figures, what is in work, the dead letters. It is
 * what the page {@code /console} is made of, and served only when {@code CONSOLE_ENABLED} is set.
 *
 * <p>Imports {@code deadletter}, {@code operator}, {@code telemetry}, {@code worker}, {@code event}, {@code config} and {@code log};
 * servlets and JSON-P. Runs on the server's HTTP threads; nothing runs here unless somebody asks.
 */
@NullMarked
package com.traffictacos.reservation.worker.admin;

import org.jspecify.annotations.NullMarked;
