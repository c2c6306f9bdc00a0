/** Tests. */
@NullMarked
package com.traffictacos.reservation.worker.operator;

import org.jspecify.annotations.NullMarked;
