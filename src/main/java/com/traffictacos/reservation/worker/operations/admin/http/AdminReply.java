package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.AdminError;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendRefusedException;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import java.time.Duration;
import java.util.Map;

/**
 * A response to an operator.
 *
 * @param body a record that JSON-B writes
 * @param headers in addition to those that every response has
 * @param delay how long the response is held back
 */
record AdminReply(int status, Object body, Map<String, String> headers, Duration delay) {

    private AdminReply(int status, Object body) {
        this(status, body, Map.of(), Duration.ZERO);
    }

    static AdminReply ok(Object body) {
        return new AdminReply(200, body);
    }

    /** The work started by this call continues after the response. */
    static AdminReply accepted(Object body) {
        return new AdminReply(202, body);
    }

    /**
     * An error response.
     *
     * @param code machine-readable
     * @param message human-readable
     */
    static AdminReply error(int status, String code, String message) {
        return new AdminReply(status, JsonResponse.error(code, message));
    }

    /** The decoder refuses the body of a message. */
    static AdminReply error(AdminError error, ResendRefusedException refusal) {
        return new AdminReply(
                error.httpStatus(),
                JsonResponse.error(error.code(), error.message(refusal), refusal.reason(), refusal.field()));
    }

    AdminReply with(String header, String value) {
        return new AdminReply(status, body, Map.of(header, value), delay);
    }

    AdminReply after(Duration wait) {
        return new AdminReply(status, body, headers, wait);
    }
}
