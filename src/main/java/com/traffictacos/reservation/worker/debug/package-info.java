/**
 * The gRPC server of {@code GRPC_DEBUG_PORT}: health, reflection, the worker's own service (contract section 7) and the
 * dead letters.
 *
 * <p>Imports what it shows: {@code worker}, {@code handling}, {@code event}, {@code deadletter}, {@code health}, {@code
 * telemetry}; and {@code operator}, {@code config}, {@code log}. One thread of netty's moves bytes; calls run on the
 * operators' executor.
 */
@NullMarked
package com.traffictacos.reservation.worker.debug;

import org.jspecify.annotations.NullMarked;
