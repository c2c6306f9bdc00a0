/**
 * Hand-written stand-ins for the worker's ports, and the suites that hold them and the real adapters to the same
 * behaviour.
 *
 * <p>Imports {@code event}, {@code worker} and {@code fixture}. Types say themselves who may call them.
 */
@NullMarked
package com.traffictacos.reservation.worker.fake;

import org.jspecify.annotations.NullMarked;
