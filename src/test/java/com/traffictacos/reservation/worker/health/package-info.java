/** Tests of what the platform asks. */
@NullMarked
package com.traffictacos.reservation.worker.health;

import org.jspecify.annotations.NullMarked;
