/**
 * The port {@link com.traffictacos.reservation.worker.handler.Inventory} over gRPC (contract section 2).
 *
 * <p>Only this package and {@code operations.admin.grpc} use gRPC and protobuf. Calls block the calling thread, any
 * number of them concurrently. The connection has one thread of its own that moves bytes.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.inventory;

import org.jspecify.annotations.NullMarked;
