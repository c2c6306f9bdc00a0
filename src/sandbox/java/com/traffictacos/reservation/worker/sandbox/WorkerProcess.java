package com.traffictacos.reservation.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** One run of the packaged worker as a process of its own. Safe for use by any number of threads. */
public final class WorkerProcess implements AutoCloseable {

    /** What a drain may take by default, and some time for the server to end. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(100);

    private static final String READY_PATH = "/health/ready";

    private final Process process;
    private final URI http;
    private final Path log;
    private final String readyPath;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The worker could not be started, or ended before it was ready. */
    public static final class NotStarted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotStarted(String message) {
            super(message);
        }
    }

    private WorkerProcess(Process process, URI http, Path log, String readyPath) {
        this.process = process;
        this.http = http;
        this.log = log;
        this.readyPath = readyPath;
    }

    /** @param command {@code bin/server run} of the installation, which becomes the JVM */
    static WorkerProcess run(List<String> command, Map<String, String> environment, Path log) {
        return run(command, environment, log, READY_PATH);
    }

    /** @param output where standard output goes; with a pipe the log stays empty, and nobody reads the pipe */
    static WorkerProcess run(List<String> command, Map<String, String> environment, Path log, Redirect output) {
        return run(command, environment, log, READY_PATH, output);
    }

    /**
     * Runs any program that follows the contract.
     *
     * @param environment all of it, with {@code SERVER_PORT}
     * @param log takes standard output and standard error
     * @param readyPath answers 200 once the program is ready
     * @throws UncheckedIOException if there is no such program
     */
    public static WorkerProcess run(List<String> command, Map<String, String> environment, Path log, String readyPath) {
        return run(command, environment, log, readyPath, Redirect.to(log.toFile()));
    }

    private static WorkerProcess run(
            List<String> command, Map<String, String> environment, Path log, String readyPath, Redirect output) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
            builder.environment().clear();
            builder.environment().putAll(environment);
            URI http = URI.create("http://127.0.0.1:" + environment.get("SERVER_PORT"));
            return new WorkerProcess(builder.start(), http, log, readyPath);
        } catch (IOException e) {
            throw new UncheckedIOException("the worker cannot be started", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Where it serves health and metrics. */
    public URI http() {
        return http;
    }

    /**
     * Waits until a line of its log contains a text.
     *
     * @throws NotStarted if it ends without, or takes longer
     */
    public void awaitLine(String text, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (logLines().stream().noneMatch(line -> line.contains(text))) {
            boolean ended = awaitExit(Duration.ofMillis(5)).isPresent();
            if (ended && logLines().stream().anyMatch(line -> line.contains(text))) {
                return;
            }
            if (ended || System.nanoTime() > deadline) {
                throw new NotStarted("no line with " + text + ", exit code " + exitCode() + "; its last lines:\n"
                        + String.join("\n", logTail(40)));
            }
        }
    }

    /** Everything that it wrote to standard output and standard error. */
    public Path log() {
        return log;
    }

    /** Absent while it runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws NotStarted if it ends, or takes longer
     */
    public WorkerProcess awaitReady(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isReady()) {
            if (awaitExit(POLL).isPresent() || System.nanoTime() > deadline) {
                throw new NotStarted("the worker is not ready, exit code " + exitCode() + "; its last lines:\n"
                        + String.join("\n", logTail(40)));
            }
        }
        return this;
    }

    public boolean isReady() {
        return get(readyPath).isPresent();
    }

    /** The body that it answers with 200; absent when it answers otherwise or not at all. */
    public Optional<String> get(String path) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(http.resolve(path))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Closes the reading end of the pipe that its standard output is. */
    public void closeOutput() {
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps it from running (SIGSTOP) until {@link #thaw()}. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to stop (SIGTERM) and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it where it stands (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        var unused = awaitExit(STOP_TIMEOUT);
    }

    /** Waits for its end, at most so long. */
    public OptionalInt awaitExit(Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /**
     * Asks it to stop and, past all patience, ends it.
     *
     * @return its exit code; 143 for a JVM that was asked and ended by itself, 137 for one that was killed
     */
    public int stop() {
        terminate();
        OptionalInt exit = awaitExit(STOP_TIMEOUT);
        if (exit.isEmpty()) {
            kill();
        }
        return exitCode().orElse(-1);
    }

    /** The last lines of the log. */
    public List<String> logTail(int lines) {
        List<String> all = logLines();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** Every line of the log so far. */
    public List<String> logLines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
        client.shutdownNow();
    }
}
