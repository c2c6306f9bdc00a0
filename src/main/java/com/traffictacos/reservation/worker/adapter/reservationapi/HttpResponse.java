package com.traffictacos.reservation.worker.adapter.reservationapi;

import java.util.Optional;

/**
 * The parts of an HTTP response that the worker uses.
 *
 * @param retryAfter the header as received
 * @param body absent if it could not be read to its end or was too long; never logged
 */
record HttpResponse(int status, Optional<String> retryAfter, Optional<String> body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
