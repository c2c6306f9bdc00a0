package com.traffictacos.reservation.worker.operations.admin.console;

import com.traffictacos.reservation.worker.operations.admin.console.ConsoleFiles.ConsoleFile;
import com.traffictacos.reservation.worker.operations.admin.http.SecurityHeaders;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Serves the page's files to everybody who can reach the port: they hold nothing of this worker. What they show comes from
 * {@code /admin} and takes the token.
 */
public class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /**
     * Files and calls of this worker and nothing else. Trusted types: a browser that knows them refuses to make markup of
     * any string, so that text of events stays text even where the page had a fault.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

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
            // Relative, because only the browser knows what stands in front of it behind a proxy.
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
        // Kept, and asked for each time: another worker behind the same address may be of another version.
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", tag);
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        if (!isHead) {
            response.getOutputStream().write(file.content());
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
