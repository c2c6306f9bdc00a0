package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stub of AWS Secrets Manager on 127.0.0.1: answers each request with the answer that was set last (protocol AWS JSON
 * 1.1). Thread-safe.
 */
final class LocalSecretsManager implements AutoCloseable {

    /** A request as received. */
    record Request(String target, String authorization, String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer answer = new Answer(500, "{}");
    private volatile boolean mute;

    LocalSecretsManager() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void holdText(String secret) {
        answer = new Answer(
                200,
                Json.createObjectBuilder()
                        .add("Name", "any")
                        .add("SecretString", secret)
                        .build()
                        .toString());
    }

    void holdBytes() {
        answer = new Answer(
                200,
                Json.createObjectBuilder()
                        .add("Name", "any")
                        .add("SecretBinary", "aGk=")
                        .build()
                        .toString());
    }

    void refuse(int status, String code, String message) {
        answer = new Answer(
                status,
                Json.createObjectBuilder()
                        .add("__type", code)
                        .add("message", message)
                        .build()
                        .toString());
    }

    /** Accepts requests without answering, until it is closed. */
    void fallSilent() {
        mute = true;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(header(exchange, "X-Amz-Target"), header(exchange, "Authorization"), body));
            if (mute) {
                closed.await();
                return;
            }
            Answer current = answer;
            byte[] bytes = current.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(current.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
