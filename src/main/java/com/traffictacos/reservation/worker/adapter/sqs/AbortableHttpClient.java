package com.traffictacos.reservation.worker.adapter.sqs;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose waiting requests can be ended. Only those are ended that no answer has come for yet: an answer
 * that has begun to arrive may bring messages, and is read to its end. Closing the client would cut those off as well.
 *
 * <p>Safe for use by any number of threads.
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

    /** Ends every request that waits for its answer, and every later one as it begins. */
    void stop() {
        stopped = true;
        waiting.forEach(request -> {
            if (waiting.remove(request)) {
                request.abort();
            }
        });
    }

    /** How many requests wait for the beginning of their answer. */
    int waiting() {
        return waiting.size();
    }

    boolean isStopped() {
        return stopped;
    }

    private HttpExecuteResponse answerOf(ExecutableHttpRequest request) throws IOException {
        waiting.add(request);
        try {
            // Asked after the request was put in: either this sees the stop, or the stop sees the request.
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
