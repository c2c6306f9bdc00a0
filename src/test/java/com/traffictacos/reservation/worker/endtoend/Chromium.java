package com.traffictacos.reservation.worker.endtoend;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium with one page, a profile of its own, and no way to any other machine. */
final class Chromium implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final Path profile;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Chromium(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    /** Skips the calling test, and says what is missing, where there is none. */
    static Chromium startOrSkip() {
        Optional<Path> executable = find();
        Assumptions.assumeTrue(
                executable.isPresent(),
                "chromium is not installed, the page is not tried: run deploy/check/install-tools.sh");
        return start(executable.orElseThrow());
    }

    private static Optional<Path> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Chromium start(Path executable) {
        try {
            Path profile = Path.of("target", "chromium").toAbsolutePath();
            delete(profile);
            Files.createDirectories(profile);
            List<String> command = new ArrayList<>(List.of(
                    executable.toString(),
                    "--headless=new",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile,
                    // Whatever the page might want from elsewhere, it gets nothing.
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-dev-shm-usage",
                    "--disable-gpu",
                    "--no-first-run",
                    "--hide-scrollbars"));
            if (System.getProperty("user.name").equals("root")) {
                // Its sandbox does not start for root; the only page that it sees is the worker's own.
                command.add("--no-sandbox");
            }
            command.add("about:blank");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("chromium.log").toFile())
                    .start();
            return new Chromium(process, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page that it starts with. */
    BrowserPage page() {
        Path port = profile.resolve("DevToolsActivePort");
        await("the port of " + process.info().command().orElse("the browser"))
                .atMost(TIMEOUT)
                .until(() -> Files.exists(port) && !Files.readAllLines(port).isEmpty());
        try {
            URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list");
            URI page = await("a page")
                    .atMost(TIMEOUT)
                    .until(() -> pages(list).findFirst(), Optional::isPresent)
                    .orElseThrow();
            return BrowserPage.connect(client, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<URI> pages(URI list) throws IOException, InterruptedException {
        String json = client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body();
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .filter(target -> target.getString("type").equals("page"))
                    .map(target -> URI.create(target.getString("webSocketDebuggerUrl")));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
