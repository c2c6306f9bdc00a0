package com.traffictacos.reservation.worker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long each action of an operator took, as a table in {@code target}. Confined to one thread. */
final class ActionTimes {

    private static final Path TABLE = Path.of("target", "console-screenshots", "times.md");

    private final List<String> rows = new ArrayList<>();

    void add(String action, Duration took, Optional<Duration> bound) {
        rows.add("| %s | %s | %s |"
                .formatted(
                        action, seconds(took), bound.map(ActionTimes::seconds).orElse("")));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    /** Writes what was added so far. */
    void write(String title) {
        String table = "# " + title + "\n\n| action | took | bound |\n|---|---|---|\n" + String.join("\n", rows) + "\n";
        try {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
