/** Tests of the inventory adapter, against a gRPC server of its own on the loopback address. */
@NullMarked
package com.traffictacos.reservation.worker.inventory;

import org.jspecify.annotations.NullMarked;
