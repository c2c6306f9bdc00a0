package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.platform.network.ProxyRoutePlanner;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.network.TimedDnsResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the reservation API. One time limit covers the whole call: wait for a connection of the pool, name
 * look-up, connect, TLS, request, headers and body. When the limit is reached the connection is closed, so that a slow
 * server cannot block a worker.
 *
 * <p>Thread-safe. Calls block the calling thread.
 */
final class ReservationTransport implements AutoCloseable {

    /** A reservation takes some ten kilobytes at most. A longer body is not read, and its connection is closed. */
    static final int MAX_BODY_BYTES = 64 << 10;

    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_HEADERS = 100;

    /** Several pods share one address. A connection without a maximum age would never reach new pods. */
    private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(3);

    /** Servers close idle connections, some after five seconds. A request on such a connection would be lost. */
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);

    private final Duration timeout;
    private final CloseableHttpClient client;

    /**
     * @param timeout limit of one whole call
     * @param connections number of concurrent calls
     */
    ReservationTransport(Duration timeout, int connections, ProxyRules proxies) {
        this(timeout, connections, proxies, new TimedDnsResolver(timeout));
    }

    ReservationTransport(Duration timeout, int connections, ProxyRules proxies, TimedDnsResolver names) {
        this.timeout = timeout;
        Timeout limit = Timeout.of(timeout);
        ProxyRoutePlanner routes = new ProxyRoutePlanner(proxies);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDnsResolver(names)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(MAX_HEADER_BYTES)
                                        .setMaxHeaderCount(MAX_HEADERS)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(limit)
                                .setSocketTimeout(limit)
                                .setTimeToLive(LONGEST_CONNECTION)
                                .setValidateAfterInactivity(CHECK_AFTER)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .build())
                .setRoutePlanner(routes)
                .setDefaultCredentialsProvider(routes)
                .setUserAgent("reservation-worker")
                // The handlers decide about retries, and one class maps all statuses.
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    /**
     * Makes one request.
     *
     * @throws SocketTimeoutException if the headers of the answer are not received in time
     * @throws IOException if there is no answer for another reason
     */
    HttpResponse exchange(HttpUriRequestBase request) throws IOException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> unused = end.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .thenRun(request::abort);
        try {
            // Closed explicitly below, because the default close reads the body to its end first.
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            return answer(request, response);
        } catch (IOException | RuntimeException failure) {
            if (end.isDone()) {
                SocketTimeoutException late =
                        new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
                late.initCause(failure);
                throw late;
            }
            throw failure;
        } finally {
            end.cancel(false);
        }
    }

    private static HttpResponse answer(HttpUriRequestBase request, ClassicHttpResponse response) {
        Header retryAfter = response.getFirstHeader("Retry-After");
        Optional<String> body = body(response.getEntity());
        if (body.isEmpty()) {
            // Without the abort, the close below would read the rest of the body, whatever its size.
            request.abort();
        }
        Closer.closeQuietly(response);
        return new HttpResponse(
                response.getCode(), Optional.ofNullable(retryAfter).map(Header::getValue), body);
    }

    /** Absent if the body is too long or incomplete. The status was received and decides. */
    private static Optional<String> body(@Nullable HttpEntity entity) {
        if (entity == null) {
            return Optional.of("");
        }
        if (entity.getContentLength() > MAX_BODY_BYTES) {
            return Optional.empty();
        }
        try {
            InputStream stream = entity.getContent();
            byte[] bytes = stream.readNBytes(MAX_BODY_BYTES + 1);
            return bytes.length > MAX_BODY_BYTES
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
