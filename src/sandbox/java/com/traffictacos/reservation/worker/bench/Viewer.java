package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who has the worker's page open on its live view: asks what the page asks, as often. On a thread of its own,
 * until closed.
 */
final class Viewer implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("viewer").factory());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI http;
    private final String token;
    private volatile int answers;
    private volatile int lastStatus;

    private Viewer(URI http, String token) {
        this.http = http;
        this.token = token;
    }

    /**
     * Looks at a worker whose page is on; at another there is nothing to look at.
     *
     * @param settings of the worker
     */
    static Optional<Viewer> of(Map<String, String> settings, URI http) {
        if (!settings.getOrDefault("CONSOLE_ENABLED", "false").equals("true")) {
            return Optional.empty();
        }
        Viewer viewer = new Viewer(http, settings.getOrDefault("ADMIN_TOKEN", ""));
        var unused = viewer.thread.scheduleAtFixedRate(viewer::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.of(viewer);
    }

    private void look() {
        try {
            ask("/admin/status");
            // What is in flight, and all pods if there is one alone, are asked for every other time.
            if (answers % 2 == 0) {
                ask("/admin/in-work");
                ask("/admin/fleet");
            }
            if (answers % 10 == 0) {
                ask("/admin/audit");
            }
        } catch (IOException e) {
            // Not up yet, or gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(http.resolve(path))
                        .timeout(Duration.ofSeconds(8))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofByteArray());
        lastStatus = answer.statusCode();
        if (lastStatus == 200 && path.endsWith("status")) {
            count();
        }
    }

    /** One thread writes. */
    private void count() {
        int next = answers + 1;
        answers = next;
    }

    /** @throws RunFailedException if nothing was ever seen: then nothing was measured either */
    @Override
    public void close() {
        thread.shutdownNow();
        client.shutdownNow();
        if (answers == 0) {
            throw new RunFailedException("the viewer saw nothing of the page, the last answer was " + lastStatus);
        }
    }
}
