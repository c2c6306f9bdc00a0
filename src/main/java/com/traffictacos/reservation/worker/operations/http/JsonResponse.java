package com.traffictacos.reservation.worker.operations.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Small responses in JSON, with the security headers. Stateless. */
public final class JsonResponse {

    private JsonResponse() {}

    /**
     * The body of an error response.
     *
     * @param code machine-readable
     * @param message human-readable
     */
    public static JsonObject error(String code, String message) {
        return Json.createObjectBuilder()
                .add("error", Json.createObjectBuilder().add("code", code).add("message", message))
                .build();
    }

    /** Sends a response. Further headers have to be set before. */
    public static void send(HttpServletResponse response, int status, JsonObject body) throws IOException {
        SecurityHeaders.set(response);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
