package com.traffictacos.reservation.worker.operations.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes a body as fast as its reader takes it, and holds no thread in between: readers that do not read must not take
 * the threads of events. The time limit is the one of the {@link AsyncContext}.
 *
 * <p>Called by one thread of the server at a time.
 */
public final class NonBlockingBody implements WriteListener, AsyncListener {

    /** What is handed to the server at a time, and what it may have to keep. */
    private static final int CHUNK = 8 * 1024;

    private final AsyncContext call;
    private final ServletOutputStream output;
    private final byte[] body;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private int position;

    private NonBlockingBody(AsyncContext call, ServletOutputStream output, byte[] body, Runnable end) {
        this.call = call;
        this.output = output;
        this.body = body;
        this.end = end;
    }

    /**
     * Writes a body, of which nothing is copied. Status and headers have to be set before.
     *
     * @param end runs once, when the body was written or the connection is given up
     * @throws IOException if the connection is closed already; then {@code end} does not run
     */
    public static void write(AsyncContext call, byte[] body, Runnable end) throws IOException {
        ServletOutputStream output = call.getResponse().getOutputStream();
        NonBlockingBody writing = new NonBlockingBody(call, output, body, end);
        call.addListener(writing);
        output.setWriteListener(writing);
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
        try {
            call.complete();
        } catch (IllegalStateException alreadyComplete) {
            endOnce();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        endOnce();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing starts it again.
    }

    private void endOnce() {
        if (ended.compareAndSet(false, true)) {
            end.run();
        }
    }
}
