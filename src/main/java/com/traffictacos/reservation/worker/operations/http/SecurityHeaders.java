package com.traffictacos.reservation.worker.operations.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** The headers that restrict what a browser may do with a response. The server sets the same on its own responses. Stateless. */
public final class SecurityHeaders {

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    private SecurityHeaders() {}

    /** Sets all headers. A servlet that serves more than JSON relaxes single ones afterwards. */
    public static void set(HttpServletResponse response) {
        HEADERS.forEach(response::setHeader);
    }
}
