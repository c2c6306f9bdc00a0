package com.traffictacos.reservation.worker.adapter.reservationapi;

import java.util.Optional;

/**
 * As much of an HTTP response as the worker looks at.
 *
 * @param retryAfter the header as it came
 * @param body absent when it could not be read to its end, or was too long; never logged
 */
record HttpResponse(int status, Optional<String> retryAfter, Optional<String> body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
