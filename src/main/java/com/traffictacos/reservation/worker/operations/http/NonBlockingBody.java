package com.traffictacos.reservation.worker.operations.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Writes a body as fast as its reader takes it, and holds no thread in between: readers that do not read must not take
 * the threads of events. The time limit is the one of the {@link AsyncContext}.
 *
 * <p>Called by one thread of the server at a time.
 */
public final class NonBlockingBody implements WriteListener, AsyncListener {

    /** For an answer that waits and for its reader; longer than a scraper waits. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** What is handed to the server at a time, and what it may have to keep. */
    private static final int CHUNK = 8 * 1024;

    private final AsyncContext call;
    private final ServletOutputStream output;
    private final byte[] body;
    private final Runnable end;
    private int position;

    private NonBlockingBody(AsyncContext call, ServletOutputStream output, byte[] body, Runnable end) {
        this.call = call;
        this.output = output;
        this.body = body;
        this.end = end;
    }

    /**
     * Answers a request when its turn comes; if too many wait, with 503 at once.
     *
     * @param body sets what is left to set of status and headers, and gives the bytes, which are not copied
     */
    public static void send(HttpServletRequest request, Supplier<byte[]> body, PacedAnswers answers) {
        AsyncContext call = request.startAsync();
        call.setTimeout(TIMEOUT.toMillis());
        if (!answers.begin(() -> begin(call, body, answers))) {
            HttpServletResponse response = (HttpServletResponse) call.getResponse();
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setContentLength(0);
            response.setHeader("Retry-After", "1");
            response.setHeader("Connection", "close");
            call.complete();
        }
    }

    private static void begin(AsyncContext call, Supplier<byte[]> body, PacedAnswers answers) {
        // Once, although a listener that was added may end the answer, too.
        Runnable end = new RunOnce(answers::end);
        try {
            byte[] bytes = body.get();
            ServletOutputStream output = call.getResponse().getOutputStream();
            NonBlockingBody writing = new NonBlockingBody(call, output, bytes, end);
            call.addListener(writing);
            output.setWriteListener(writing);
        } catch (IOException | RuntimeException gone) {
            // The request has timed out while it waited, or its connection is closed.
            end.run();
            completeOnce(call);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (output.isReady()) {
            if (position == body.length) {
                call.complete();
                return;
            }
            int length = Math.min(CHUNK, body.length - position);
            output.write(body, position, length);
            position += length;
        }
    }

    /** The peer is gone, or takes nothing for too long: no news, and nothing to log. */
    @Override
    public void onError(Throwable failure) {
        complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        complete();
    }

    @Override
    public void onError(AsyncEvent event) {
        complete();
    }

    private void complete() {
        if (!completeOnce(call)) {
            end.run();
        }
    }

    private static boolean completeOnce(AsyncContext call) {
        try {
            call.complete();
            return true;
        } catch (IllegalStateException alreadyComplete) {
            return false;
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing starts it again.
    }
}
