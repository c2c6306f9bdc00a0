package com.traffictacos.reservation.worker.operations.admin.console;

import com.traffictacos.reservation.worker.operations.admin.console.ConsoleFiles.ConsoleFile;
import com.traffictacos.reservation.worker.operations.http.NonBlockingBody;
import com.traffictacos.reservation.worker.operations.http.SecurityHeaders;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Serves the files of the console without authentication, because they contain no data of the worker. The data come
 * from {@code /admin}, which requires the token.
 */
public class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /**
     * Allows only files and calls of this worker. With trusted types, a browser that supports them refuses to interpret
     * a string as markup, so that text from events stays text even if the page has a bug.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"}) // The container sets it; servlets are not serialized.
    private Settings.Operations settings;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecurityHeaders.set(response);
        if (!settings.consoleEnabled()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean isHead = request.getMethod().equals("HEAD");
        if (!isHead && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        String path = request.getPathInfo();
        if (path == null) {
            // Relative, because the worker does not know the path prefix that a proxy puts in front of it.
            response.setHeader("Location", "console/");
            response.setStatus(HttpServletResponse.SC_FOUND);
            return;
        }
        Optional<ConsoleFile> file = new ConsoleFiles(getServletContext()).find(path);
        if (file.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        send(file.get(), request, response, isHead);
    }

    private static void send(ConsoleFile file, HttpServletRequest request, HttpServletResponse response, boolean isHead)
            throws IOException {
        String tag = tag(file.content());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // Cached and revalidated at each use: another worker behind the same address may have another version.
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", tag);
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        if (!isHead) {
            AsyncContext call = request.startAsync();
            call.setTimeout(TIMEOUT.toMillis());
            NonBlockingBody.write(call, file.content(), () -> {});
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
