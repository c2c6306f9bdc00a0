package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.operations.http.NonBlockingBody;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

/**
 * {@code GET /metrics} (contract section 6): every metric in the Prometheus text format, or in OpenMetrics if that is
 * asked for, compressed if that is accepted. Answers are paced and written without holding a thread, because events
 * share the server's threads. ADR 0035.
 */
public class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** For an answer that waits and for its reader; longer than a scraper waits. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"}) // The container sets it; servlets are not serialized.
    private Metrics metrics;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private WorkerExecutors executors;

    @SuppressWarnings({"NullAway.Init", "serial"})
    private MetricsPage page;

    @SuppressWarnings({"NullAway.Init", "serial"})
    private PacedAnswers answers;

    @Override
    public void init() {
        page = new MetricsPage(metrics::now, System::nanoTime);
        answers = new PacedAnswers(executors.polling());
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        head(request, response);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext call = request.startAsync();
        call.setTimeout(TIMEOUT.toMillis());
        if (!answers.begin(() -> send(request, response, call))) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", "1");
            response.setHeader("Connection", "close");
            call.complete();
        }
    }

    private void send(HttpServletRequest request, HttpServletResponse response, AsyncContext call) {
        try {
            NonBlockingBody.write(call, head(request, response).body(), answers::end);
        } catch (IOException | RuntimeException gone) {
            // The request has timed out while it waited, or its connection is closed.
            answers.end();
            complete(call);
        }
    }

    private static void complete(AsyncContext call) {
        try {
            call.complete();
        } catch (IllegalStateException completeAlready) {
            // By the time limit.
        }
    }

    private MetricsPage.Text head(HttpServletRequest request, HttpServletResponse response) {
        MetricsPage.Text text = page.text(
                Optional.ofNullable(request.getHeader("Accept")).orElse(""),
                Collections.list(request.getHeaders("Accept-Encoding")));
        response.setContentType(text.contentType());
        response.setHeader("Vary", "Accept, Accept-Encoding");
        if (text.gzip()) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(text.body().length);
        return text;
    }
}
