package com.traffictacos.reservation.worker.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a stand-in answers over HTTP.
 *
 * @param headers beside {@code Content-Length}, which is set from the body
 * @param body shared, not copied: nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent")
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    static HttpAnswer json(int status, String body) {
        return new HttpAnswer(
                status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }
}
