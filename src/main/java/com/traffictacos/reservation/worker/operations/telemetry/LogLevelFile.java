package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.LogLevel;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Changes the log level while the worker runs. Reads the file that {@code worker.log.level.file} names (environment
 * variable {@code WORKER_LOG_LEVEL_FILE}), for example a key of a mounted ConfigMap, every ten seconds; its level
 * overrides {@code LOG_LEVEL}. While the file is missing or contains no level, {@code LOG_LEVEL} applies. A file is
 * needed because an environment variable cannot change in a running process, and the server does not watch its own
 * configuration.
 *
 * <p>Called by one timer.
 */
@SingletonBean
public class LogLevelFile {

    private static final JsonLog LOG = JsonLog.of(LogLevelFile.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Longer than any level; the rest of an invalid file is not read. */
    private static final int MOST_CHARACTERS = 16;

    private final Optional<Path> file;
    private final LogLevel setting;
    private LogLevel current;

    @Inject
    public LogLevelFile(
            @ConfigProperty(name = "worker.log.level.file") Optional<String> file, Settings.Observability settings) {
        this.file = file.map(Path::of);
        this.setting = settings.logLevel();
        this.current = setting;
    }

    void start(@Observes Startup startup, WorkerExecutors executors) {
        if (file.isPresent()) {
            executors.repeat(Place.LOG_LEVEL_FILE, Duration.ZERO, INTERVAL, this::look);
        }
    }

    /** Reads the file and applies its level. */
    void look() {
        LogLevel wanted = file.flatMap(LogLevelFile::read).orElse(setting);
        if (wanted == current) {
            return;
        }
        JsonLog.setThreshold(wanted);
        LogLevel before = current;
        current = wanted;
        // Logged as a warning, so that it appears at almost every level.
        LOG.warn(
                "the log level has changed",
                fields -> fields.with("from", before.label()).with("to", wanted.label()));
    }

    private static Optional<LogLevel> read(Path path) {
        try (var reader = Files.newBufferedReader(path)) {
            char[] text = new char[MOST_CHARACTERS];
            int length = reader.read(text);
            return length <= 0 ? Optional.empty() : parse(new String(text, 0, length));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static Optional<LogLevel> parse(String text) {
        for (LogLevel level : LogLevel.values()) {
            if (level.label().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
