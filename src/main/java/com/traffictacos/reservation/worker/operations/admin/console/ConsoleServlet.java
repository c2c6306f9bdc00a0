package com.traffictacos.reservation.worker.operations.admin.console;

import com.traffictacos.reservation.worker.operations.admin.console.ConsoleFiles.ConsoleFile;
import com.traffictacos.reservation.worker.operations.http.NonBlockingBody;
import com.traffictacos.reservation.worker.operations.http.PacedAnswers;
import com.traffictacos.reservation.worker.operations.http.SecurityHeaders;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

    /** The page has some thirty files. */
    private static final int ANSWERS_PER_SECOND = 100;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"}) // The container sets it; servlets are not serialized.
    private Settings.Operations settings;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private WorkerExecutors executors;

    @SuppressWarnings({"NullAway.Init", "serial"})
    private ConsoleFiles files;

    @SuppressWarnings({"NullAway.Init", "serial"})
    private PacedAnswers answers;

    @Override
    public void init() {
        files = new ConsoleFiles(getServletContext());
        answers = new PacedAnswers(executors.polling(), ANSWERS_PER_SECOND);
    }

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
        Optional<ConsoleFile> file = files.find(path);
        if (file.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        send(file.get(), request, response, isHead);
    }

    private void send(ConsoleFile file, HttpServletRequest request, HttpServletResponse response, boolean isHead)
            throws IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // Cached and revalidated at each use: another worker behind the same address may have another version.
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", file.tag());
        if (file.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        if (!isHead) {
            NonBlockingBody.send(request, file::content, answers);
        }
    }
}
