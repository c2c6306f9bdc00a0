package com.traffictacos.reservation.worker.endtoend;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one page of a browser, by the Chrome DevTools Protocol: commands with answers, and events. One thread at
 * a time sends; events come on another.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class DevTools implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Messages messages;

    private DevTools(WebSocket socket, Messages messages) {
        this.socket = socket;
        this.messages = messages;
    }

    /** Something that happened in the page, with its parameters. */
    record Event(String method, JsonObject parameters) {}

    /** @param listener gets every event, one at a time; must not send */
    static DevTools connect(HttpClient client, URI page, Consumer<Event> listener) {
        Messages messages = new Messages(listener);
        return new DevTools(
                client.newWebSocketBuilder().buildAsync(page, messages).join(), messages);
    }

    /** Sends a command and waits for its result. */
    JsonObject send(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonObject> answer = messages.expect(id);
        String command = Json.createObjectBuilder()
                .add("id", id)
                .add("method", method)
                .add("params", Json.createObjectBuilder(parameters))
                .build()
                .toString();
        try {
            var unused = socket.sendText(command, true).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            JsonObject message = answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (message.containsKey("error")) {
                throw new IllegalStateException(method + ": " + message.get("error"));
            }
            return message.getJsonObject("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered; the connection: " + messages.end(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Puts messages together out of their parts. */
    private static final class Messages implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
        private final Consumer<Event> listener;
        private final StringBuilder part = new StringBuilder();
        private volatile String end = "open";

        Messages(Consumer<Event> listener) {
            this.listener = listener;
        }

        CompletableFuture<JsonObject> expect(int id) {
            CompletableFuture<JsonObject> answer = new CompletableFuture<>();
            asked.put(id, answer);
            return answer;
        }

        /** Why it ended; a browser that crashes and a listener that throws look alike otherwise. */
        String end() {
            return end;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                String text = part.toString();
                part.setLength(0);
                try (JsonReader reader = Json.createReader(new StringReader(text))) {
                    take(reader.readObject());
                }
            }
            socket.request(1);
            return null;
        }

        private void take(JsonObject message) {
            if (message.containsKey("id")) {
                CompletableFuture<JsonObject> answer = asked.remove(message.getInt("id"));
                if (answer != null) {
                    answer.complete(message);
                }
            } else {
                listener.accept(new Event(message.getString("method"), message.getJsonObject("params")));
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end = "closed by the browser, " + status + " " + reason;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end = "failed: " + error;
            asked.values().forEach(answer -> answer.completeExceptionally(error));
        }
    }
}
