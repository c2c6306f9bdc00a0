/** Tests of the reservation API adapter without its REST client, which only the server has. */
@NullMarked
package com.traffictacos.reservation.worker.reservation;

import org.jspecify.annotations.NullMarked;
