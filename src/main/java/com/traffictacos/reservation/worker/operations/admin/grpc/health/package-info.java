/**
 * gRPC's health service, fed by the worker's readiness, with a limit of watchers.
 *
 * <p>Calls run on the operators' executor; a timer of the scheduled executor feeds watchers.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.grpc.health;

import org.jspecify.annotations.NullMarked;
