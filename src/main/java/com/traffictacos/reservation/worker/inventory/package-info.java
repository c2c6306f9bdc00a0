/**
 * The port {@link com.traffictacos.reservation.worker.handling.Inventory} over gRPC (contract section 2).
 *
 * <p>Imports {@code handling}, {@code event} and {@code config}; nothing else of the worker may import gRPC or protobuf.
 * Calls block the thread that makes them, any number of them side by side; the connection has one thread of its own
 * that only moves bytes.
 */
@NullMarked
package com.traffictacos.reservation.worker.inventory;

import org.jspecify.annotations.NullMarked;
