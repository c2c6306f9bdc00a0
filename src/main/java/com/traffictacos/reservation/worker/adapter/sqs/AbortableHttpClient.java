package com.traffictacos.reservation.worker.adapter.sqs;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client that can abort waiting requests. It aborts only requests without an answer: an answer that has started
 * to arrive may contain messages and is read to its end. Closing the client would abort those as well.
 *
 * <p>Thread-safe.
 */
final class AbortableHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;
    private final Set<ExecutableHttpRequest> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    AbortableHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answerOf(prepared);
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    /** Aborts every request that waits for its answer, and every later request as soon as it starts. */
    void stop() {
        stopped = true;
        waiting.forEach(request -> {
            if (waiting.remove(request)) {
                request.abort();
            }
        });
    }

    /** Number of requests that wait for the start of their answer. */
    int waiting() {
        return waiting.size();
    }

    boolean isStopped() {
        return stopped;
    }

    private HttpExecuteResponse answerOf(ExecutableHttpRequest request) throws IOException {
        waiting.add(request);
        try {
            // Checked after the request is registered: either this thread sees the stop, or the stop sees the request.
            if (stopped) {
                throw new IOException("no request is made any more");
            }
            return request.call();
        } finally {
            waiting.remove(request);
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
