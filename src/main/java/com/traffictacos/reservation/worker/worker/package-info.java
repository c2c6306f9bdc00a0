/**
 * The way of a message: receive, decode, handle, dispose, settle. Permits are taken before the receive, the handler's
 * end becomes a {@link com.traffictacos.reservation.worker.worker.Disposition}, and only the {@link
 * com.traffictacos.reservation.worker.worker.Settler} touches the queue again.
 *
 * <p>Imports {@code event}, {@code handling} and {@code config}; the outside stands behind the ports {@link
 * com.traffictacos.reservation.worker.worker.MessageQueue}, {@link
 * com.traffictacos.reservation.worker.worker.EventDecoder}, {@link
 * com.traffictacos.reservation.worker.worker.DeliveryTracing} and {@link
 * com.traffictacos.reservation.worker.worker.WorkerObserver}.
 *
 * <p>Threads: receive lanes and the settler's timers run on the managed scheduled executor, deliveries on the event
 * pool. Types say themselves who may call them.
 */
@NullMarked
package com.traffictacos.reservation.worker.worker;

import org.jspecify.annotations.NullMarked;
