package com.traffictacos.reservation.worker.operations.http;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small responses in JSON, with the security headers. Thread-safe. */
public final class JsonResponse {

    private JsonResponse() {}

    /** The body of an error response. Public because JSON-B reads it. */
    public record ErrorBody(Problem error) {

        /**
         * What was wrong.
         *
         * @param code machine-readable
         * @param message human-readable
         * @param reason the reason for which the worker would dead-letter the body of a message; absent for other errors
         * @param field of that body; absent if no single one is at fault
         */
        public record Problem(
                String code,
                String message,
                @Nullable String reason,
                @Nullable String field) {}
    }

    /** Made at the first response: a worker that nobody asks does not pay for it. */
    private static final class Writer {

        static final Jsonb JSONB = JsonbBuilder.create();
    }

    /**
     * The body of an error response.
     *
     * @param code machine-readable
     * @param message human-readable
     */
    public static ErrorBody error(String code, String message) {
        return new ErrorBody(new ErrorBody.Problem(code, message, null, null));
    }

    /** The body of a response that refuses the body of a message. */
    public static ErrorBody error(String code, String message, Optional<String> reason, Optional<String> field) {
        return new ErrorBody(new ErrorBody.Problem(code, message, reason.orElse(null), field.orElse(null)));
    }

    /** A body as JSON. Null values are omitted. */
    public static String text(Object body) {
        return Writer.JSONB.toJson(body);
    }

    /**
     * Sends a response. Further headers have to be set before.
     *
     * @param body a record that JSON-B writes
     */
    public static void send(HttpServletResponse response, int status, Object body) throws IOException {
        sendText(response, status, text(body));
    }

    /**
     * The same with a body that was written before.
     *
     * @param text JSON
     */
    public static void sendText(HttpServletResponse response, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SecurityHeaders.set(response);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
