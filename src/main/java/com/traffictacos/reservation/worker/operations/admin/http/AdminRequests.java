package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses requests strictly: anything malformed is rejected and not interpreted. Stateless. */
final class AdminRequests {

    // A thousand message ids take 40 kilobytes.
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_QUERY = 8 * 1024;
    private static final int MAX_PARAMETERS = 100;

    /**
     * No double slash, no segment of dots alone, no semicolon, no percent sign: nothing that servers interpret
     * differently. The colon is for identifiers of reservations.
     */
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._:-]{1,128})+");

    private static final Pattern JSON =
            Pattern.compile("application/json(?:\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?", Pattern.CASE_INSENSITIVE);

    private AdminRequests() {}

    /** The request is malformed; the status says in what way. */
    static final class BadRequestException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        BadRequestException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The segments after {@code /admin}, from the undecoded path; empty if the path is not valid. */
    static Optional<List<String>> path(HttpServletRequest request) {
        String prefix = request.getContextPath() + "/admin";
        String raw = request.getRequestURI();
        if (!raw.startsWith(prefix)) {
            return Optional.empty();
        }
        return segments(raw.substring(prefix.length()));
    }

    /** The segments of a path after {@code /admin}; empty if it is not valid. */
    static Optional<List<String>> segments(String rest) {
        return PATH.matcher(rest).matches()
                ? Optional.of(List.of(rest.substring(1).split("/")))
                : Optional.empty();
    }

    /** @throws BadRequestException if the query is too long or not well-formed */
    static Map<String, List<String>> query(HttpServletRequest request) {
        String raw = request.getQueryString();
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        String[] pairs = raw.split("&", -1);
        if (raw.length() > MAX_QUERY || pairs.length > MAX_PARAMETERS) {
            throw new BadRequestException(414, "the query is too long");
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(decoded(name), unused -> new ArrayList<>()).add(decoded(value));
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(400, "the query is not well-formed");
        }
    }

    /**
     * The body of a call that changes something.
     *
     * @throws BadRequestException if the body is too large or not a single JSON object, or if the content type is not JSON,
     *     which a form of another site cannot send
     */
    static JsonObject body(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null || !JSON.matcher(type.trim().toLowerCase(Locale.ROOT)).matches()) {
            throw new BadRequestException(415, "the content type has to be application/json");
        }
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new BadRequestException(413, "the body may have " + MAX_BODY + " bytes");
        }
        if (bytes.length == 0) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        return BoundedJson.object(new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new BadRequestException(400, "the body is not one JSON object of reasonable depth"));
    }
}
