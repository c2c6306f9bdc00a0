package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A call that a stand-in service has answered.
 *
 * @param operation {@code ReleaseHold}, {@code PATCH} and the like
 * @param at when it came in
 * @param took until it was answered
 * @param answer status, in the service's own words
 * @param headers HTTP headers or gRPC metadata that matter here, by their names in lower case
 */
public record AnsweredCall(
        String operation, String reservationId, Instant at, Duration took, String answer, Map<String, String> headers) {

    public AnsweredCall {
        headers = Map.copyOf(headers);
    }
}
