package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.LogLevel;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelFileTest {

    private static final JsonLog LOG = JsonLog.of(LogLevelFileTest.class);

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
        JsonLog.setThreshold(LogLevel.INFO);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(System.out::println);
        JsonLog.setThreshold(LogLevel.INFO);
    }

    @Test
    void obeysTheFileWhileItIsThereAndTheSettingAfterwards() throws IOException {
        Path file = directory.resolve("level");
        LogLevelFile level = file(file);

        level.look();
        assertThat(LOG.isEnabled(LogLevel.DEBUG)).isFalse();

        Files.writeString(file, " Debug\n");
        level.look();
        assertThat(LOG.isEnabled(LogLevel.DEBUG)).isTrue();

        Files.writeString(file, "warn");
        level.look();
        assertThat(LOG.isEnabled(LogLevel.INFO)).isFalse();

        Files.delete(file);
        level.look();
        assertThat(LOG.isEnabled(LogLevel.INFO)).isTrue();
        assertThat(LOG.isEnabled(LogLevel.DEBUG)).isFalse();
        assertThat(lines).hasSize(3).first().asString().contains("\"from\":\"info\",\"to\":\"debug\"");
    }

    @Test
    void passesOverAFileThatHoldsNoLevel() throws IOException {
        Path file = Files.writeString(directory.resolve("level"), "everything, please, and then some more");

        file(file).look();

        assertThat(LOG.isEnabled(LogLevel.INFO)).isTrue();
        assertThat(lines).isEmpty();
    }

    private static LogLevelFile file(Path path) {
        return new LogLevelFile(
                Optional.of(path.toString()),
                new Settings.Observability(
                        Optional.empty(), Settings.OtlpExporter.NONE, Settings.OtlpExporter.NONE, LogLevel.INFO));
    }
}
