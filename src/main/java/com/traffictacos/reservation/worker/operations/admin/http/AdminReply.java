package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/**
 * A response to an operator.
 *
 * @param headers in addition to those that every response has
 */
record AdminReply(int status, JsonObject body, Map<String, String> headers) {

    /** The code of the reply to a caller who guesses tokens. */
    static final String TOO_MANY_TRIES = "too_many_tries";

    static AdminReply ok(JsonObjectBuilder body) {
        return new AdminReply(200, body.build(), Map.of());
    }

    /** The work started by this call continues after the response. */
    static AdminReply accepted(JsonObjectBuilder body) {
        return new AdminReply(202, body.build(), Map.of());
    }

    /**
     * An error response.
     *
     * @param code machine-readable
     * @param message human-readable
     */
    static AdminReply error(int status, String code, String message) {
        return new AdminReply(status, JsonResponse.error(code, message), Map.of());
    }

    /** Whether the caller guesses tokens, so that the reply is to come late. */
    boolean isForGuess() {
        JsonObject error = body.getJsonObject("error");
        return status == 429 && error != null && TOO_MANY_TRIES.equals(error.getString("code", ""));
    }

    AdminReply with(String header, String value) {
        return new AdminReply(status, body, Map.of(header, value));
    }
}
