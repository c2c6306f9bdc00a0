/** Tests. */
@NullMarked
package com.traffictacos.reservation.worker.admin;

import org.jspecify.annotations.NullMarked;
