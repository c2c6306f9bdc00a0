/**
 * The state of the two services that the handlers call: circuit breakers, outages, and the limit of concurrent calls.
 *
 * <p>Uses {@code delivery}. Used by the adapters for each call and by {@code permit} before each receive.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.dependency;

import org.jspecify.annotations.NullMarked;
