/**
 * The messages that this worker has received and not settled yet, and the renewal of their leases.
 *
 * <p>Uses {@code permit} and {@code delivery}. Renewal runs on the managed scheduled executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.inflight;

import org.jspecify.annotations.NullMarked;
