/**
 * What every HTTP response of the worker has in common: security headers, errors as JSON, and bodies that are written
 * without holding a thread while their reader is slow.
 *
 * <p>Thread-safe unless a class says otherwise.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.http;

import org.jspecify.annotations.NullMarked;
