package com.traffictacos.reservation.worker.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The files of the console with an {@code /admin} that answers what a test wants: many dead letters, more in flight than
 * workers, no answer at all. Thread-safe.
 */
final class ConsoleStandIn implements AutoCloseable {

    static final List<String> REASONS = List.of(
            "paid_but_not_held", "retries_exhausted", "invalid_field", "unknown", "release_refused", "unknown_type");

    private static final Path FILES = Path.of("src", "main", "webapp", "WEB-INF", "console");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";
    private static final String INVALID_BODY = "{\"error\":{\"code\":\"invalid_body\",\"reason\":\"invalid_field\","
            + "\"field\":\"amount\",\"message\":\"invalid_field: amount: must be a whole number\"}}";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");

    private final Instant started = Instant.now();
    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile int deadLetters = 60;
    private volatile int unseen;
    private volatile int notSearched;
    private volatile boolean flaps;
    private volatile String role = "write";
    private volatile String jobState = "running";
    private volatile CountDownLatch frozen = new CountDownLatch(0);

    ConsoleStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(pool);
        server.createContext("/console/", this::file);
        server.createContext("/admin/", this::admin);
        server.start();
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/console/");
    }

    /** Opens the page with a token of this tab, at an address such as {@code #live}. */
    void enter(BrowserPage browser, String fragment) {
        browser.open(page().resolve("icon.svg"));
        browser.evaluate("sessionStorage.setItem('console.token', '" + OperatorToken.VALUE + "')");
        browser.open(page().resolve(fragment));
        browser.awaitCount("#room", 1);
        browser.awaitText("#state", "waiting");
    }

    /** Method, path, query and body of every call but those for the status, in their order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void hold(int number) {
        deadLetters = number;
    }

    /** A search does not reach the bodies of so many. */
    void searchesAllBut(int number) {
        notSearched = number;
    }

    /** A scan goes on from now on, which has not seen that many; 0 ends it. */
    void scanGoesOn(int number) {
        unseen = number;
    }

    /** The role of the token that the page has. */
    void giveRole(String word) {
        role = word;
    }

    void endJob(String state) {
        jobState = state;
    }

    /** Takes connections and requests from now on, and answers none. */
    void freeze() {
        frozen = new CountDownLatch(1);
    }

    void thaw() {
        frozen.countDown();
    }

    private void file(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/console/".length());
        String asked = name.isEmpty() ? "index.html" : name;
        byte[] content = asked.startsWith("uplot.") ? WebJar.file("uplot", ofWebJar(asked)) : own(asked);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        answer(exchange, 200, TYPES.getOrDefault(asked.substring(asked.lastIndexOf('.') + 1), "text/plain"), content);
    }

    private static String ofWebJar(String name) {
        return name.equals("uplot.js") ? "dist/uPlot.esm.js" : "dist/uPlot.min.css";
    }

    private static byte[] own(String name) throws IOException {
        return Files.readAllBytes(FILES.resolve(name));
    }

    private void admin(HttpExchange exchange) throws IOException {
        try {
            frozen.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        String path = exchange.getRequestURI().getPath().substring("/admin/".length());
        String query = exchange.getRequestURI().getRawQuery();
        String body;
        try (InputStream request = exchange.getRequestBody()) {
            body = new String(request.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!path.equals("status")) {
            calls.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query) + " " + body);
        }
        if (path.endsWith("/resend") && body.contains("\\\"wrong\\\"")) {
            answer(exchange, 400, "application/json", INVALID_BODY.getBytes(StandardCharsets.UTF_8));
            return;
        }
        answer(
                exchange,
                200,
                "application/json",
                json(path, query == null ? "" : query).build().toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonObjectBuilder json(String path, String query) {
        return switch (path) {
            case "status" -> status();
            case "me" -> Json.createObjectBuilder().add("name", "alice").add("role", role);
            case "audit" ->
                Json.createObjectBuilder()
                        .add("changes", Json.createArrayBuilder().add(change()));
            case "in-work" -> Json.createObjectBuilder().add("in_work", Json.createArrayBuilder());
            case "dead-letters" -> list(query);
            case "dead-letters/summary" ->
                Json.createObjectBuilder()
                        .add("scan", scan(unseen))
                        .add("by_reason", byReason())
                        .add("by_type", Json.createObjectBuilder().add("approved", deadLetters))
                        .add("by_hour", Json.createObjectBuilder())
                        .add(
                                "next_expiry",
                                Instant.now()
                                        .plus(Duration.ofHours(5))
                                        .plusSeconds(30)
                                        .toString())
                        .add("trend", trend());
            case "dead-letters/dry-run" ->
                Json.createObjectBuilder()
                        .add("scan", scan(unseen))
                        .add("matched", deadLetters)
                        .add("by_reason", byReason())
                        .add("dry_run_token", "1.2.3.x")
                        .add("confirm", Integer.toString(deadLetters))
                        .add(
                                "expires_at",
                                Instant.now().plus(Duration.ofMinutes(10)).toString());
            case "dead-letters/redrive", "dead-letters/discard" -> job("running");
            case "jobs" ->
                Json.createObjectBuilder().add("jobs", Json.createArrayBuilder().add(job("cancelled")));
            default -> other(path);
        };
    }

    private JsonObjectBuilder other(String path) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("reservations/") && id.equals("pods")) {
            return Json.createObjectBuilder()
                    .add("pods", Json.createArrayBuilder())
                    .add("silent", Json.createArrayBuilder())
                    .add("not_asked", 0)
                    .add("problems", Json.createArrayBuilder());
        }
        if (path.startsWith("reservations/")) {
            JsonArrayBuilder seen = Json.createArrayBuilder();
            IntStream.range(0, deadLetters - unseen)
                    .filter(i -> id.equals("rsv_" + i))
                    .forEach(i -> seen.add(head(i)));
            return ConsoleStandInReservation.of(id, scan(unseen), seen.build());
        }
        if (path.endsWith("/resend")) {
            return resent();
        }
        return path.startsWith("jobs/") ? job(jobState) : deadLetter(id);
    }

    private JsonObjectBuilder status() {
        JsonObjectBuilder status = ConsoleStandInStatus.now(started, deadLetters);
        return flaps
                ? status.add(
                        "dependencies",
                        Json.createObjectBuilder().add("inventory", "closed").add("reservation-api", "closed"))
                : status;
    }

    /** Every service answers from now on; one of them was down a moment ago. */
    void flap() {
        flaps = true;
    }

    private static JsonObjectBuilder change() {
        return Json.createObjectBuilder()
                .add("at", Instant.now().toString())
                .add("operator", "bob")
                .add("address", "192.0.2.7")
                .add("action", "redrive done")
                .add("selection", "reason <b>invalid_field</b>")
                .add("result", "10 done");
    }

    private JsonObjectBuilder list(String query) {
        int hidden = unseen;
        List<String> reasons = REASONS.stream()
                .filter(reason -> !query.contains("reason=") || query.contains("reason=" + reason + "&"))
                .toList();
        int[] matching = IntStream.range(0, query.contains("search=") ? 0 : deadLetters - hidden)
                .filter(i -> reasons.contains(reason(i)))
                .toArray();
        JsonArrayBuilder letters = Json.createArrayBuilder();
        int size = query.contains("page_size=500") ? 500 : 100;
        IntStream.of(matching).limit(size).forEach(i -> letters.add(head(i)));
        JsonObjectBuilder list = Json.createObjectBuilder()
                .add("scan", scan(hidden))
                .add("matched", matching.length)
                .add("letters", letters);
        return notSearched > 0 ? list.add("not_searched", notSearched) : list;
    }

    private static String reason(int number) {
        return REASONS.get(number % REASONS.size());
    }

    private JsonObjectBuilder byReason() {
        JsonObjectBuilder counts = Json.createObjectBuilder();
        REASONS.forEach(reason -> counts.add(reason, deadLetters / REASONS.size()));
        return counts;
    }

    private JsonObjectBuilder scan(int hidden) {
        return Json.createObjectBuilder()
                .add("taken_at", Instant.now().toString())
                .add("scanned", deadLetters - hidden)
                .add("complete", hidden == 0)
                .add("running", hidden > 0)
                .add("approximate_total", deadLetters);
    }

    private static JsonObjectBuilder head(int number) {
        Instant diedAt = Instant.now().minusSeconds(5L + number);
        return Json.createObjectBuilder()
                .add("id", "letter-" + number)
                .add("reason", reason(number))
                .add("detail", "the seats were gone when the payment came")
                .add("type", "approved")
                .add("reservation_id", "rsv_" + number)
                .add("died_at", diedAt.toString())
                .add("sent_at", diedAt.toString())
                .add(
                        "expires_at",
                        diedAt.plus(Duration.ofHours(number == 0 ? 5 : 90))
                                .plusSeconds(30)
                                .toString())
                .add("attempts", 6)
                .add("receive_count", 7)
                .add("body_bytes", 412);
    }

    private static JsonObjectBuilder deadLetter(String id) {
        return head(Integer.parseInt(id.substring("letter-".length())))
                .add("body", "{\"type\":\"payment.approved\",\"amount\":120000,\"paid\":true}")
                .add(
                        "attributes",
                        Json.createObjectBuilder()
                                .add(
                                        "failure_reason",
                                        Json.createObjectBuilder()
                                                .add("data_type", "String")
                                                .add("value", "paid_but_not_held")));
    }

    private JsonObjectBuilder trend() {
        JsonArrayBuilder counts = Json.createArrayBuilder();
        IntStream.range(0, 24).forEach(hour -> counts.add(hour == 20 ? 7 : hour % 3));
        return Json.createObjectBuilder()
                .add(
                        "from",
                        Instant.now()
                                .truncatedTo(ChronoUnit.HOURS)
                                .minus(Duration.ofHours(23))
                                .toString())
                .add("complete", unseen == 0)
                .add("by_reason", Json.createObjectBuilder().add("paid_but_not_held", counts));
    }

    /** What is answered to a check and to a resend. */
    private JsonObjectBuilder resent() {
        return Json.createObjectBuilder()
                .add("type", "approved")
                .add("reservation_id", "rsv_<b>8</b>")
                .add("body_bytes", 61)
                .add("original_bytes", 58)
                .add("original_kept", true)
                .add("job", job("done"));
    }

    private JsonObjectBuilder job(String state) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", "job-1")
                .add("action", "redrive")
                .add("state", state)
                .add("operator", "alice")
                .add("started_at", started.toString())
                .add("scanned", 20)
                .add("matched", 10)
                .add("done", 10)
                .add("refused", 0)
                .add("complete", false)
                .add("selection", "reason retries_exhausted")
                .add("expected", 16);
        return state.equals("running")
                ? json
                : json.add("ended_at", started.plusSeconds(3).toString());
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        thaw();
        server.stop(0);
        pool.shutdownNow();
    }
}
