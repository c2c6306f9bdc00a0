/**
 * Who may do what: bearer tokens, the limit of failed attempts, and the log of what operators did.
 *
 * <p>Safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.auth;

import org.jspecify.annotations.NullMarked;
