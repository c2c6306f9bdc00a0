package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pauses of a JVM's garbage collector, from its log.
 *
 * @param pauses in the order of their ends
 */
record GcLog(List<Pause> pauses) {

    private static final Pattern PAUSE = Pattern.compile("\\[([^]]+)] GC\\(\\d+\\) Pause .* (\\d+[.,]\\d+)ms");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

    GcLog {
        pauses = List.copyOf(pauses);
    }

    record Pause(Instant end, Duration length) {}

    /** The JVM argument that writes a log which this class reads. */
    static String argument(Path file) {
        return "-Xlog:gc:file=" + file.toAbsolutePath() + ":utctime:filecount=0";
    }

    /** No pauses if there is no such file. */
    static GcLog read(Path file) {
        try {
            return Files.exists(file) ? parse(Files.readAllLines(file)) : new GcLog(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GcLog parse(List<String> lines) {
        return new GcLog(lines.stream()
                .map(PAUSE::matcher)
                .filter(Matcher::find)
                .map(line -> new Pause(
                        OffsetDateTime.parse(line.group(1), TIME).toInstant(),
                        Duration.ofNanos(
                                Math.round(Double.parseDouble(line.group(2).replace(',', '.')) * 1e6))))
                .toList());
    }

    /** Which part of a span of time was pauses; zero for a span of no length. */
    double share(Instant from, Instant to) {
        double span = Duration.between(from, to).toNanos();
        double paused = pauses.stream()
                .filter(pause -> pause.end().isAfter(from) && !pause.end().isAfter(to))
                .mapToLong(pause -> pause.length().toNanos())
                .sum();
        return span <= 0 ? 0 : paused / span;
    }
}
