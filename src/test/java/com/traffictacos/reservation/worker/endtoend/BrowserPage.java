package com.traffictacos.reservation.worker.endtoend;

import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.endtoend.DevTools.Event;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page as somebody uses it, and what it complained of meanwhile. One thread at a time uses it. */
final class BrowserPage implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target", "console-screenshots");

    private final DevTools tools;
    private final List<String> complaints;
    private final Set<String> origins;

    private BrowserPage(DevTools tools, List<String> complaints, Set<String> origins) {
        this.tools = tools;
        this.complaints = complaints;
        this.origins = origins;
    }

    static BrowserPage connect(HttpClient client, URI page) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        Set<String> origins = ConcurrentHashMap.newKeySet();
        DevTools tools = DevTools.connect(client, page, event -> note(event, complaints, origins));
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            var unused = tools.send(domain + ".enable", Map.of());
        }
        return new BrowserPage(tools, complaints, origins);
    }

    private static void note(Event event, List<String> complaints, Set<String> origins) {
        JsonObject about = event.parameters();
        switch (event.method()) {
            case "Network.requestWillBeSent" -> {
                URI url = URI.create(about.getJsonObject("request").getString("url"));
                origins.add(url.getScheme() + "://" + url.getAuthority());
            }
            case "Page.javascriptDialogOpening" -> complaints.add("dialog: " + about.getString("message"));
            case "Runtime.exceptionThrown" -> complaints.add("exception: " + about.get("exceptionDetails"));
            case "Runtime.consoleAPICalled" -> {
                if (Set.of("error", "warning", "assert").contains(about.getString("type"))) {
                    complaints.add("console: "
                            + about.getJsonArray("args").getJsonObject(0).getString("description", about.toString()));
                }
            }
            case "Log.entryAdded" -> {
                JsonObject entry = about.getJsonObject("entry");
                // The browser notes each answer that is no success; whether there should have been one, tests say. What
                // it
                // says of drawing is of the speed of axe's own canvas.
                if (!Set.of("network", "rendering").contains(entry.getString("source"))) {
                    complaints.add("log: " + entry);
                }
            }
            default -> {
                // Nothing to complain of.
            }
        }
    }

    /** Exceptions, errors and warnings on the console, violations of policies, dialogs. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Scheme, host and port of everything that was asked for. */
    Set<String> origins() {
        return Set.copyOf(origins);
    }

    void open(URI address) {
        command("Page.navigate", Map.of("url", address.toString()));
        awaitTrue("document.readyState === 'complete'");
    }

    /** The value of an expression, as JSON. */
    JsonValue evaluate(String expression) {
        JsonObject answer = tools.send(
                "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.getJsonObject("result").getOrDefault("value", JsonValue.NULL);
    }

    /** What people read in an element; empty where there is none. */
    String text(String selector) {
        return ((JsonString) evaluate("document.querySelector('%s')?.innerText ?? ''".formatted(selector))).getString();
    }

    /** How many elements there are that can be seen. */
    int count(String selector) {
        return Integer.parseInt(evaluate("[...document.querySelectorAll('%s')].filter(e => e.checkVisibility()).length"
                        .formatted(selector))
                .toString());
    }

    void awaitTrue(String expression) {
        await(expression)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> evaluate("Boolean(" + expression + ")").equals(JsonValue.TRUE));
    }

    void awaitCount(String selector, int count) {
        await(selector + " x " + count)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count(selector) == count);
    }

    void awaitText(String selector, String part) {
        await(selector + " says " + part)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> text(selector).contains(part));
    }

    void click(String selector) {
        awaitTrue("document.querySelector('%s')?.checkVisibility()".formatted(selector));
        var unused = evaluate("document.querySelector('%s').click()".formatted(selector));
    }

    /** Types into whatever has the focus. */
    void type(String text) {
        command("Input.insertText", Map.of("text", text));
    }

    /** @param key as {@code KeyboardEvent.key} names it */
    void press(String key) {
        Map<String, Object> event = new HashMap<>(Map.of("key", key));
        switch (key) {
            // A form is sent by the character, not by the key.
            case "Enter" -> event.putAll(Map.of("windowsVirtualKeyCode", 13, "text", "\r"));
            case "Escape" -> event.put("windowsVirtualKeyCode", 27);
            case "Tab" -> event.put("windowsVirtualKeyCode", 9);
            case "ArrowDown" -> event.put("windowsVirtualKeyCode", 40);
            default -> event.put("text", key);
        }
        for (String type : List.of("keyDown", "keyUp")) {
            event.put("type", type);
            command("Input.dispatchKeyEvent", event);
        }
    }

    /** The screen that the page is on from now on. */
    void screen(int width, int height, String colours) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** The time zone of the browser; empty: the machine's again. */
    void zone(String id) {
        command("Emulation.setTimezoneOverride", Map.of("timezoneId", id));
    }

    private void command(String method, Map<String, ?> parameters) {
        var unused = tools.send(method, parameters);
    }

    /** Keeps what the screen shows. */
    void screenshot(String name) {
        // Two frames: what was changed is laid out in the first and painted with the second.
        var unused =
                evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        String data =
                tools.send("Page.captureScreenshot", Map.of("format", "png")).getString("data");
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tools.close();
    }
}
