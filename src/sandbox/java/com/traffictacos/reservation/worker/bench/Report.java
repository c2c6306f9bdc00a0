package com.traffictacos.reservation.worker.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call has measured so far: {@code bench.json} with every run, {@code bench.md} with the rows of the document.
 * Confined to one thread.
 */
final class Report {

    private final Path directory;
    private final Signature signature;
    private final String queue;
    private final List<Results> results = new ArrayList<>();

    /** @param queue the kind of the world's queue */
    Report(Path directory, Signature signature, String queue) {
        this.directory = directory;
        this.signature = signature;
        this.queue = queue;
    }

    /**
     * Writes the files with one scenario more.
     *
     * @return its table for the terminal
     */
    String add(Results ofScenario) {
        results.add(ofScenario);
        try {
            Files.writeString(directory.resolve("bench.json"), json().toString());
            Files.writeString(directory.resolve("bench.md"), MarkdownTable.of(results, signature));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ResultsTable.of(ofScenario, signature);
    }

    private JsonObject json() {
        JsonArrayBuilder scenarios = Json.createArrayBuilder();
        results.forEach(ofScenario -> scenarios.add(ResultsJson.of(ofScenario)));
        return Json.createObjectBuilder()
                .add("command", signature.command())
                .add("commit", signature.commit())
                .add("measured_on", signature.date().toString())
                .add("cpus", signature.cpus())
                .add("java", signature.jdk())
                .add("queue", queue)
                .add("scenarios", scenarios)
                .build();
    }
}
