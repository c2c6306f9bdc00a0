package com.traffictacos.reservation.worker.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The {@code kubectl} of this machine, for what it does without a cluster. */
public final class Kubectl {

    private static final long TIMEOUT_SECONDS = 60;

    private final Path executable;

    private Kubectl(Path executable) {
        this.executable = executable;
    }

    /** The one that {@code deploy/check/install-tools.sh} has fetched, or the one of the machine. */
    static Optional<Kubectl> find() {
        Stream<Path> onPath = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "kubectl"));
        return Stream.concat(Stream.of(Path.of("target/tools/kubectl")), onPath)
                .filter(Files::isExecutable)
                .map(Path::toAbsolutePath)
                .findFirst()
                .map(Kubectl::new);
    }

    /** Skips the calling test, and says what is missing, where there is none. */
    public static Kubectl orSkip() {
        Optional<Kubectl> found = find();
        Assumptions.assumeTrue(
                found.isPresent(), "kubectl is not installed, nothing is rendered: run deploy/check/install-tools.sh");
        return found.orElseThrow();
    }

    /** What {@code kubectl kustomize} makes of a directory. */
    public Manifests kustomize(Path directory) {
        try {
            Path output = Files.createTempFile("rendered", ".yaml");
            try {
                Process process = new ProcessBuilder(executable.toString(), "kustomize", directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                String text = Files.readString(output, UTF_8);
                if (!ended || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new AssertionError("kubectl kustomize " + directory + ": " + text);
                }
                return Manifests.of(text);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
