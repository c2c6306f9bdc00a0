/**
 * How the worker treats the services that it calls: one circuit for each operation, one adaptive limit of concurrent
 * calls for each service, and the guarded call through which both adapters go.
 *
 * <p>Imports {@code handling}, {@code event} and {@code config}. Knows no technology, no queue and no message: calls are
 * told apart by their reservation.
 */
@NullMarked
package com.traffictacos.reservation.worker.dependency;

import org.jspecify.annotations.NullMarked;
