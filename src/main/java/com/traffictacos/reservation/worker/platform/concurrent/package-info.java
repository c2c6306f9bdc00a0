/**
 * The managed executors of {@code server.xml}, by purpose.
 *
 * <p>Every thread of the worker comes from them.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.concurrent;

import org.jspecify.annotations.NullMarked;
