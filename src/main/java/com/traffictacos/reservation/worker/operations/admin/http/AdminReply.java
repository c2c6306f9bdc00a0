package com.traffictacos.reservation.worker.operations.admin.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/**
 * An answer to be written.
 *
 * @param headers beside those that every answer has
 */
record AdminReply(int status, JsonObject body, Map<String, String> headers) {

    static AdminReply ok(JsonObjectBuilder body) {
        return new AdminReply(200, body.build(), Map.of());
    }

    /** Something was begun that goes on after this answer. */
    static AdminReply accepted(JsonObjectBuilder body) {
        return new AdminReply(202, body.build(), Map.of());
    }

    /**
     * A refusal.
     *
     * @param code a word for programs
     * @param message for people
     */
    static AdminReply error(int status, String code, String message) {
        return new AdminReply(
                status,
                Json.createObjectBuilder()
                        .add(
                                "error",
                                Json.createObjectBuilder().add("code", code).add("message", message))
                        .build(),
                Map.of());
    }

    AdminReply with(String header, String value) {
        return new AdminReply(status, body, Map.of(header, value));
    }
}
