package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A script of {@code deploy/check}, run to its end. Stateless. */
final class CheckScript {

    /** What such a script ends with where its tools are not to be had. */
    private static final int SKIPPED = 3;

    private static final int TIMEOUT_MINUTES = 10;

    private CheckScript() {}

    /**
     * Runs it, shows what it printed, and fails if it found something. Skips the calling test, and says why, where its tools
     * are not to be had.
     *
     * @return what it printed
     */
    static String run(String name, Map<String, String> environment) {
        try {
            Path log = Files.createDirectories(Path.of("target", "check")).resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder("deploy/check/" + name + ".sh")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process script = builder.start();
            boolean ended = script.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                script.destroy();
            }
            int exit = script.waitFor();
            String text = Files.readString(log);
            System.out.println(text);
            Assumptions.assumeTrue(exit != SKIPPED, text);
            assertThat(ended).as("it ends: %s", text).isTrue();
            assertThat(exit).as(text).isZero();
            assertThat(text).contains("ok ").doesNotContain("WRONG");
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
