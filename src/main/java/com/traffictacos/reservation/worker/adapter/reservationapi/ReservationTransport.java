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
 * Carries requests to the reservation API, each within one time for all of it: a connection of the pool, name look-up, connect,
 * TLS, request, headers and body. At its end the connection is closed, so that no server keeps a worker by answering slowly.
 *
 * <p>Safe for use by any number of threads; calls block the thread that makes them.
 */
final class ReservationTransport implements AutoCloseable {

    /** A reservation takes some ten kilobytes at most; more is not read, and ends the connection. */
    static final int MAX_BODY_BYTES = 64 << 10;

    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_HEADERS = 100;

    /** Behind one address there are several pods; a connection that lives for ever never sees the new ones. */
    private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(3);

    /** Servers close what is idle, some after five seconds; a request on such a connection would be lost. */
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);

    private final Duration timeout;
    private final CloseableHttpClient client;

    /**
     * @param timeout of one whole call
     * @param connections as many as there are calls at a time
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
                // The handlers decide about retries, and statuses have one place where they are judged.
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    /**
     * Makes one request.
     *
     * @throws SocketTimeoutException if the headers of the answer have not come in time
     * @throws IOException if there is no answer for another reason
     */
    HttpResponse exchange(HttpUriRequestBase request) throws IOException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> unused = end.completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS)
                .thenRun(request::abort);
        try {
            // Closed below in a way of our own: the usual one reads the body to its end first.
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
            // Without it the close below would read what is left, however much that is.
            request.abort();
        }
        Closer.closeQuietly(response);
        return new HttpResponse(
                response.getCode(), Optional.ofNullable(retryAfter).map(Header::getValue), body);
    }

    /** Absent if it is too long, or does not come to its end: the status has come and decides. */
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
