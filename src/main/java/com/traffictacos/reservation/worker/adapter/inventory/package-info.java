/**
 * The port {@link com.traffictacos.reservation.worker.handler.Inventory} over gRPC (contract section 2).
 *
 * <p>Only this package and {@code operations.admin.grpc} use gRPC and protobuf. Calls block the calling thread; any
 * number of threads may call concurrently. One dedicated thread does the network I/O of all connections.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.inventory;

import org.jspecify.annotations.NullMarked;
