package com.traffictacos.reservation.worker.operations.health;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpSelfCheckTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void isMetByThisProcess() throws Exception {
        HttpServer server = server(200, "{\"data\":{\"instance\":\"mine\"}}");
        try {
            assertThatCode(() ->
                            check(server.getAddress().getPort(), LONG, LONG).await())
                    .doesNotThrowAnyException();
        } finally {
            server.stop(0);
        }
    }

    /** The server answers like this until it considers the application started. */
    @Test
    void waitsForItsOwnAnswer() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health/live", exchange -> {
            boolean started = asked.incrementAndGet() > 3;
            byte[] body = (started ? "mine" : "{\"checks\":[]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(started ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            assertThatCode(() ->
                            check(server.getAddress().getPort(), LONG, LONG).await())
                    .doesNotThrowAnyException();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void isNotMetByAnotherProcess() throws Exception {
        HttpServer server = server(200, "{\"data\":{\"instance\":\"another\"}}");
        try {
            assertThatExceptionOfType(StartConditionException.class)
                    .isThrownBy(() ->
                            check(server.getAddress().getPort(), LONG, SHORT).await())
                    .withMessageContaining("answered by another process");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void isNotMetByAnErrorPage() throws Exception {
        HttpServer server = server(404, "mine");
        try {
            assertThatExceptionOfType(StartConditionException.class)
                    .isThrownBy(() ->
                            check(server.getAddress().getPort(), LONG, SHORT).await())
                    .withMessageContaining("answered by another process");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void isNotMetWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatExceptionOfType(StartConditionException.class)
                .isThrownBy(() -> check(port, SHORT, LONG).await())
                .withMessageContaining("SERVER_PORT " + port + " does not answer");
    }

    private static HttpSelfCheck check(int port, Duration untilAnswer, Duration untilOwnAnswer) {
        return new HttpSelfCheck(port, "mine", untilAnswer, untilOwnAnswer);
    }

    private static HttpServer server(int status, String text) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
