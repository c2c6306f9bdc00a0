/** Digests of bytes. */
@NullMarked
package com.traffictacos.reservation.worker.platform.digest;

import org.jspecify.annotations.NullMarked;
