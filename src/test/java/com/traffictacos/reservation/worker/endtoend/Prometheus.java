package com.traffictacos.reservation.worker.endtoend;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Prometheus that scrapes its targets every second, with the rules that ship. Safe for use by any number of threads. */
final class Prometheus implements AutoCloseable {

    static final Path DEPLOY = Path.of("deploy", "observability").toAbsolutePath();
    static final Path RULES = DEPLOY.resolve("prometheus/reservation-worker.rules.yml");
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Process process;
    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Where the tools are; without them the calling test is skipped, and says why. */
    static Path tools() {
        Output script = run(
                List.of(
                        DEPLOY.resolve("install-prometheus.sh").toString(),
                        Path.of("target", "prometheus-package").toAbsolutePath().toString()),
                "");
        if (script.exitCode() != 0) {
            String why = "SKIPPED, nothing was checked with Prometheus: "
                    + script.text().strip();
            System.out.println(why);
            Assumptions.abort(why);
        }
        return Path.of(script.text().lines().reduce((first, last) -> last).orElseThrow());
    }

    /** @param targets whom it scrapes, each under a job of its own */
    static Prometheus start(Path tools, List<URI> targets, Path directory) {
        try {
            Files.createDirectories(directory);
            int port = freePort();
            Path config = directory.resolve("prometheus.yml");
            StringBuilder jobs = new StringBuilder();
            for (URI target : targets) {
                jobs.append("""
                          - job_name: target-%s
                            static_configs:
                              - targets: ["%s"]
                        """.formatted(target.getPort(), target.getAuthority()));
            }
            Files.writeString(config, """
                    global:
                      scrape_interval: 1s
                      evaluation_interval: 1s
                    rule_files:
                      - %s
                    scrape_configs:
                    %s""".formatted(RULES, jobs));
            Process process = new ProcessBuilder(
                            tools.resolve("prometheus").toString(),
                            "--config.file=" + config,
                            // Empty at each start: what another run left would answer queries of this one for minutes.
                            "--storage.tsdb.path=" + Files.createTempDirectory(directory, "data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
            return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * What a query finds now, one object a series.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    List<JsonObject> query(String expression) {
        JsonObject answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .orElseThrow();
        if (!answer.getString("status").equals("success")) {
            throw new IllegalArgumentException(expression + ": " + answer.getString("error", ""));
        }
        return answer.getJsonObject("data").getJsonArray("result").getValuesAs(JsonObject.class);
    }

    /** Whether there is a series that has data now. */
    boolean has(String expression) {
        return !query(expression).isEmpty();
    }

    /** Every rule that is loaded. */
    List<JsonObject> rules() {
        JsonArray groups =
                get("/api/v1/rules").orElseThrow().getJsonObject("data").getJsonArray("groups");
        return groups.getValuesAs(JsonObject.class).stream()
                .flatMap(group -> group.getJsonArray("rules").getValuesAs(JsonObject.class).stream())
                .toList();
    }

    boolean isReady() {
        return get("/api/v1/query?query=1").isPresent();
    }

    private Optional<JsonObject> get(String path) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
            // While it replays its log, it refuses queries in plain text.
            if (answer.statusCode() == SERVICE_UNAVAILABLE) {
                return Optional.empty();
            }
            try (var reader = Json.createReader(new StringReader(answer.body()))) {
                return Optional.of(reader.readObject());
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What a command printed, both streams. */
    record Output(int exitCode, String text) {

        Stream<String> lines() {
            return text.lines();
        }
    }

    /** Runs a command to its end. */
    static Output run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + command);
            }
            return new Output(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
