/**
 * The gRPC server of {@code GRPC_DEBUG_PORT}: health, reflection, the worker's own service (contract section 7), and
 * the services for dead letters and polling.
 *
 * <p>One netty thread transfers bytes; calls run on the operators' executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.grpc;

import org.jspecify.annotations.NullMarked;
