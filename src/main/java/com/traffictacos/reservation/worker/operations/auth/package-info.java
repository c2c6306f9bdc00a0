/**
 * Authentication of operators: bearer tokens and their roles, the limit of failed logins, and the log of what operators changed.
 *
 * <p>Thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.auth;

import org.jspecify.annotations.NullMarked;
