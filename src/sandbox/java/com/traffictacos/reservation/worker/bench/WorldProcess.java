package com.traffictacos.reservation.worker.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The driver's end of {@link World}. Confined to one thread. */
final class WorldProcess implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private WorldProcess(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    static WorldProcess start(boolean light) {
        try {
            return new WorldProcess(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xms512m",
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-classpath",
                            System.getProperty("java.class.path"),
                            World.class.getName(),
                            light ? "light" : "embedded")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("the world cannot be started", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Opens a new world in place of an earlier one.
     *
     * @return the settings of a worker
     */
    Map<String, String> open(Duration latency, Duration roundTrip) {
        JsonObject answer = ask(command("open")
                .add("latency_ms", latency.toMillis())
                .add("round_trip_ms", roundTrip.toMillis())
                .build());
        Map<String, String> settings = new HashMap<>();
        answer.keySet().forEach(name -> settings.put(name, answer.getString(name)));
        return settings;
    }

    /** Puts events into the queue. */
    void send(int events) {
        var unused = ask(command("send").add("events", events).build());
    }

    /** Begins to put events into the queue at a steady rate. */
    void produce(int events, int rate) {
        var unused =
                ask(command("produce").add("events", events).add("rate", rate).build());
    }

    void inventory(boolean up) {
        var unused = ask(command("inventory").add("up", up).build());
    }

    /** @param receives requests for messages, answered or not */
    record Progress(long deliveries, long deleted, long receives) {

        /** Whether events have come to their end since. A program that receives and does not delete stands still. */
        boolean isBeyond(Progress earlier) {
            return deleted > earlier.deleted;
        }
    }

    Progress progress() {
        JsonObject answer = ask(command("progress").build());
        return new Progress(answer.getInt("deliveries"), answer.getInt("deleted"), answer.getInt("receives"));
    }

    WorldFigures figures() {
        return WorldFigures.of(ask(command("figures").build()));
    }

    private static JsonObjectBuilder command(String name) {
        return Json.createObjectBuilder().add("do", name);
    }

    private JsonObject ask(JsonObject command) {
        try {
            commands.write(command.toString());
            commands.newLine();
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the world has ended at " + command);
            }
            try (var reader = Json.createReader(new StringReader(answer))) {
                return reader.readObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the world does not answer", e);
        }
    }

    @Override
    public void close() {
        try {
            // The world ends with its input.
            commands.close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
