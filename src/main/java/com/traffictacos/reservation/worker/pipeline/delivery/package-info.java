/**
 * What the stages of the pipeline pass to each other: the received message, its disposition, its result, and the ledger
 * of all deliveries. Contains the ports to the outside: {@link
 * com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue}, {@link
 * com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder}, {@link
 * com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing} and {@link
 * com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver}.
 *
 * <p>Uses {@code event} and {@code handler}. Every other package of the pipeline may use this package; it uses none of
 * them.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.delivery;

import org.jspecify.annotations.NullMarked;
