/**
 * Stage 1, receive: the pollers take permits, wait for the poll gate, and receive messages by long polling.
 *
 * <p>Uses {@code permit}, {@code dispatch} and {@code delivery}. Pollers run on the managed scheduled executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.receive;

import org.jspecify.annotations.NullMarked;
