package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.operations.http.NonBlockingBody;
import com.traffictacos.reservation.worker.operations.http.PacedAnswers;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Optional;

/**
 * {@code GET /metrics} (contract section 6): every metric in the Prometheus text format, or in OpenMetrics if that is
 * asked for, compressed if that is accepted. Answers are paced and written without holding a thread, because events
 * share the server's threads. ADR 0035.
 */
public class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Scrapers ask every few seconds. Faster than this nobody learns more. */
    private static final int ANSWERS_PER_SECOND = 50;

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
        answers = new PacedAnswers(executors.polling(), ANSWERS_PER_SECOND);
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        head(request, response);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        NonBlockingBody.send(request, () -> head(request, response).body(), answers);
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
