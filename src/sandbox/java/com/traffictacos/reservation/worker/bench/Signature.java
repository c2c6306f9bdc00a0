package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was run, without which a figure says nothing.
 *
 * @param command that measures the same again
 * @param commit of the worker; a plus means that files were changed since
 * @param jdk of worker, world and, unless its command says otherwise, of the peer
 * @param cpus of the machine, for all of them together
 * @param date in UTC
 */
record Signature(String command, String commit, String jdk, int cpus, LocalDate date) {

    private static final Pattern DIRECTORIES =
            Pattern.compile("(?<![^\\s'\"=:])(?<!ready=)(?:/[^/\\s'\"]+)+/(?=[^/\\s'\"]+)");

    /** @param directory of the repository */
    static Signature of(Properties properties, Path directory, Instant now) {
        return new Signature(
                command(properties),
                commit(directory),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    private static String command(Properties properties) {
        return BenchOptions.KNOWN.stream()
                .filter(name -> !properties.getProperty(name, "").isBlank())
                .map(name -> argument(name, properties.getProperty(name).strip()))
                .collect(Collectors.joining(" ", "./mvnw -Pbench ", ""))
                .strip();
    }

    private static String argument(String name, String value) {
        String argument = "-D" + name + "=" + value;
        return argument.matches("[\\w.,:/=+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static String commit(Path directory) {
        return git(directory, "rev-parse", "--short=12", "HEAD")
                .map(commit -> git(directory, "status", "--porcelain", "--untracked-files=no")
                        .filter(String::isEmpty)
                        .map(clean -> commit)
                        .orElse(commit + "+"))
                .orElse("unknown");
    }

    /** What Git answers; empty without Git or outside a repository. */
    private static Optional<String> git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(answer.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Of one row or one scenario. */
    String line(int runs) {
        return "%s; commit %s; JDK %s; %d CPUs; %s; %s"
                .formatted(command, commit, jdk, cpus, runs > 1 ? "medians of " + runs : counted(runs), date);
    }

    /** The command for a document: files by their names alone. */
    String commandForDocuments() {
        return DIRECTORIES.matcher(command).replaceAll("");
    }

    /** Short enough for the last cell of a row. */
    String cell(int runs) {
        return "%s, JDK %s, %d CPUs, %s, %s".formatted(commit, jdk, cpus, counted(runs), date);
    }

    private static String counted(int runs) {
        return runs == 1 ? "1 run" : runs + " runs";
    }
}
