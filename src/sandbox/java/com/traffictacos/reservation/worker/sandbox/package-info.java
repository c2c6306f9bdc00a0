/**
 * The stand-in world around the worker, all in one process and on 127.0.0.1 alone: the queue, the two services and the
 * producers of events.
 *
 * <p>Imports {@code event} and {@code fixture}, and the libraries that the stand-ins are made of. Types say themselves
 * who may call them.
 */
@NullMarked
package com.traffictacos.reservation.worker.sandbox;

import org.jspecify.annotations.NullMarked;
