/**
 * The limits of connections to the gRPC port, in all and for each address.
 *
 * <p>Runs on the netty thread of the gRPC server.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.grpc.connection;

import org.jspecify.annotations.NullMarked;
