package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerLauncherTest {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String STUB = "java -cp '" + classes() + "' " + PeerStub.class.getName();

    @TempDir
    private Path directory;

    @Test
    void startsAndStopsACommandByTheContract() {
        PeerLauncher launcher = launcher(STUB + " SQS_QUEUE_URL JAVA_HOME USER");

        try (MeasuredProcess process =
                launcher.start(Map.of("SQS_QUEUE_URL", "http://127.0.0.1:1/q"), List.of(), false)) {
            while (!process.isReady()) {
                assertThat(process.runsFor(LOOK))
                        .as(process.logTail(20).toString())
                        .isTrue();
            }
            assertThat(process.figures().cpu()).isPositive();
            assertThat(process.mostAnonymousBytes()).isPositive();
            assertThat(process.logTail(3))
                    .containsExactly(
                            "SQS_QUEUE_URL=http://127.0.0.1:1/q",
                            "JAVA_HOME=" + System.getProperty("java.home"),
                            "USER=null");
            assertThat(process.stop()).isEqualTo(143);
        }
    }

    @Test
    void startsTheCommandThroughAWrapper() {
        List<String> wrapper = List.of("/bin/sh", "-c", "echo \"$0\" && exec \"$@\"", "entered");

        try (MeasuredProcess process =
                launcher("sh -c 'echo run; exec sleep 300'").start(Map.of(), wrapper, false)) {
            while (process.logTail(2).size() < 2) {
                assertThat(process.runsFor(LOOK)).isTrue();
            }
            assertThat(process.logTail(2)).containsExactly("entered", "run");
        }
    }

    @Test
    void letsNoProcessOutliveTheRun() throws Exception {
        ProcessHandle child;
        try (MeasuredProcess process =
                launcher("sh -c 'sleep 300 & echo $!; wait'").start(Map.of(), List.of(), false)) {
            while (process.logTail(1).isEmpty()) {
                assertThat(process.runsFor(LOOK)).isTrue();
            }
            child = ProcessHandle.of(Long.parseLong(process.logTail(1).getFirst()))
                    .orElseThrow();
            var unused = process.figures();
        }

        var unused = child.onExit().get(20, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void saysWhichCommandCannotBeStarted() {
        assertThatThrownBy(() -> launcher("no-such-program --fast").start(Map.of(), List.of(), false))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("no-such-program --fast");
    }

    private PeerLauncher launcher(String command) {
        return new PeerLauncher(PeerCommand.of(command, "/started"), directory);
    }

    private static Path classes() {
        try {
            return Path.of(PeerStub.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
