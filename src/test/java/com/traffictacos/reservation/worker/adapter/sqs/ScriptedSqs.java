package com.traffictacos.reservation.worker.adapter.sqs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server with scripted answers, for behaviour that a correct SQS server does not have. Answers on any thread.
 */
final class ScriptedSqs implements AutoCloseable {

    private static final String BODY = "body";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> actions = new CopyOnWriteArrayList<>();

    ScriptedSqs(HttpHandler script) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            actions.add(action(exchange));
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.setAttribute(BODY, new String(body, StandardCharsets.UTF_8));
            script.handle(exchange);
        });
        server.start();
    }

    /** The action name of a request. */
    static String action(HttpExchange exchange) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        return target == null ? "" : target.substring(target.indexOf('.') + 1);
    }

    /** The body of a request. */
    static String body(HttpExchange exchange) {
        return String.valueOf(exchange.getAttribute(BODY));
    }

    /** Sends an answer with that status and JSON. */
    static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A server that refuses every request in the same way. */
    static ScriptedSqs refusing(int status, String code, String message) {
        return new ScriptedSqs(exchange -> answer(
                exchange, status, "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"%s\"}".formatted(code, message)));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The action names of all requests, in order. */
    List<String> actions() {
        return List.copyOf(actions);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
