/**
 * What a gRPC call passes before its method: who calls, with which role, how many at a time, which trace, and which status an
 * exception becomes.
 *
 * <p>Runs on the threads of operators' calls; the limit for callers without a token on netty's threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import org.jspecify.annotations.NullMarked;
