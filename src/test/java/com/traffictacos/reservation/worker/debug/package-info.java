/** Tests. */
@NullMarked
package com.traffictacos.reservation.worker.debug;

import org.jspecify.annotations.NullMarked;
