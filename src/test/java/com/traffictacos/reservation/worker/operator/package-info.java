/** Tests of what the package reads and answers. */
@NullMarked
package com.traffictacos.reservation.worker.operator;

import org.jspecify.annotations.NullMarked;
