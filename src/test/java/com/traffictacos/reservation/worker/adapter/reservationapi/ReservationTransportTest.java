package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.fixture.BadHttpServer;
import com.traffictacos.reservation.worker.fixture.BadHttpServer.Manner;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReservationTransportTest {

    private static final Duration TIMEOUT = Duration.ofMillis(400);
    /** Allows for a busy machine. The answers themselves would last for hours. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "SLOW_HEADERS"})
    void hasNoAnswerWithoutHeadersInTime(Manner manner) {
        try (BadHttpServer server = BadHttpServer.start(manner);
                ReservationTransport transport = transport(TIMEOUT, 1)) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> transport.exchange(get(server.base())))
                    .withMessage("no answer within 400 ms");
            assertThatConnectionIsClosed(server);
        }
    }

    @Test
    void doesNotReadHeadersWithoutEnd() {
        try (BadHttpServer server = BadHttpServer.start(Manner.ENDLESS_HEADERS);
                ReservationTransport transport = transport(SOON, 1)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> transport.exchange(get(server.base())));
            assertThatConnectionIsClosed(server);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW_BODY", "SLOW_ENDLESS_CHUNKS", "ENDLESS_CHUNKS", "HUGE_LENGTH"})
    void goesByTheStatusOfAnswerThatDoesNotEnd(Manner manner) throws IOException {
        try (BadHttpServer server = BadHttpServer.start(manner);
                ReservationTransport transport = transport(TIMEOUT, 1)) {
            assertThat(transport.exchange(get(server.base())))
                    .isEqualTo(new HttpResponse(200, Optional.empty(), Optional.empty()));
            assertThatConnectionIsClosed(server);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDLESS_CHUNKS", "HUGE_LENGTH"})
    void doesNotReadLongBodies(Manner manner) throws IOException {
        try (BadHttpServer server = BadHttpServer.start(manner);
                ReservationTransport transport = transport(Duration.ofMinutes(1), 1)) {
            assertThat(transport.exchange(get(server.base())).body()).isEmpty();
            assertThatConnectionIsClosed(server);
        }
    }

    /** With a single connection, a call that kept it would make the next call miss its limit. */
    @Test
    void takesTheNextCallAfterABadOne() throws IOException {
        try (BadHttpServer bad = BadHttpServer.start(Manner.SLOW_BODY);
                ReservationTransport transport = transport(TIMEOUT, 1)) {
            for (int call = 0; call < 3; call++) {
                assertThat(transport.exchange(get(bad.base())).status()).isEqualTo(200);
            }
            await().atMost(SOON).until(() -> bad.closedAfter().size() == 3);
        }
    }

    @Test
    void hasAsManyCallsUnderWayAsItIsWide() throws Exception {
        int width = 200;
        CyclicBarrier allThere = new CyclicBarrier(width);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), width);
        try (ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                ReservationTransport transport = transport(Duration.ofSeconds(30), width)) {
            server.setExecutor(handlers);
            server.createContext("/", exchange -> {
                try {
                    allThere.await();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            });
            server.start();
            URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            List<Future<HttpResponse>> calls = new ArrayList<>();
            for (int call = 0; call < width; call++) {
                calls.add(callers.submit(() -> transport.exchange(get(base))));
            }

            for (Future<HttpResponse> call : calls) {
                assertThat(call.get().status()).isEqualTo(204);
            }
        } finally {
            server.stop(0);
        }
    }

    private static void assertThatConnectionIsClosed(BadHttpServer server) {
        await().atMost(SOON).until(() -> server.closedAfter().size() == 1);
    }

    private static ReservationTransport transport(Duration timeout, int width) {
        return new ReservationTransport(timeout, width, ProxyRules.ofProcess());
    }

    private static HttpUriRequestBase get(URI uri) {
        return new HttpUriRequestBase("GET", uri);
    }
}
