package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.http.RunOnce;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;

/** Sends a reply after a delay. Meanwhile the request holds no thread. */
final class LaterReply implements AsyncListener {

    /** Writes the reply. */
    @FunctionalInterface
    interface Writer {
        void write() throws IOException;
    }

    private final Writer writer;
    private final Runnable end;

    private LaterReply(Writer writer, Runnable end) {
        this.writer = writer;
        this.end = new RunOnce(end);
    }

    /**
     * Sends a reply later.
     *
     * @param writer writes a small reply, on a thread of the server
     * @param end runs once, when the reply was written or the connection is gone
     */
    static void send(HttpServletRequest request, Duration delay, Writer writer, Runnable end) {
        AsyncContext call = request.startAsync();
        call.setTimeout(delay.toMillis());
        call.addListener(new LaterReply(writer, end));
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        try {
            writer.write();
        } finally {
            event.getAsyncContext().complete();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        end.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing starts it again.
    }
}
