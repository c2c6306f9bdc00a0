package com.traffictacos.reservation.worker.platform.log;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the worker's log, one JSON object per line (contract section 6). Thread-safe.
 *
 * <p>Lines go to standard output directly and not through java.util.logging, whose handlers are reset at SIGTERM. The
 * lines of the drain would be lost.
 */
public final class JsonLog {

    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());
    private static final Optional<String> POD_NAME =
            Optional.ofNullable(System.getenv("POD_NAME")).or(() -> Optional.ofNullable(System.getenv("HOSTNAME")));

    private static volatile LogLevel threshold = LogLevel.INFO;
    /** Writes a line on the calling thread. Blocks while standard output is a full pipe. */
    public static final Consumer<String> STANDARD_OUTPUT = line -> System.out.println(line);

    private static volatile Consumer<String> sink = STANDARD_OUTPUT;
    private static volatile @Nullable LineCopies copies;

    private final String logger;
    private final Clock clock;

    private JsonLog(String logger, Clock clock) {
        this.logger = logger;
        this.clock = clock;
    }

    /** A log whose lines have the class's simple name in the key {@code logger}. */
    public static JsonLog of(Class<?> owner) {
        return new JsonLog(owner.getSimpleName(), Clock.systemUTC());
    }

    /** Sets the lowest level that is written, effective immediately. */
    public static void setThreshold(LogLevel level) {
        threshold = level;
    }

    /** Sets the destination of lines, effective immediately. Each line comes without a line end. */
    public static void setSink(Consumer<String> newSink) {
        sink = newSink;
    }

    /** Sends lines to a buffer, which writes them on another thread, effective immediately. */
    public static void setBuffer(LogBuffer buffer) {
        sink = buffer;
    }

    /** Hands over a copy of each line that is written from now on; null ends this. */
    public static void setCopies(@Nullable LineCopies newCopies) {
        copies = newCopies;
    }

    /**
     * Waits until all lines so far are written. Called before the process ends. Returns at once if no buffer is set.
     *
     * @return false on timeout
     */
    public static boolean flush(Duration timeout) {
        boolean written = !(sink instanceof LogBuffer buffer) || buffer.flush(timeout);
        if (written) {
            System.out.flush();
        }
        return written;
    }

    /** Whether lines of the level are written. Callers check it before they compute expensive fields. */
    public boolean isEnabled(LogLevel level) {
        return level.compareTo(threshold) >= 0;
    }

    public void debug(String message, Consumer<Fields> fields) {
        write(LogLevel.DEBUG, message, fields);
    }

    public void info(String message, Consumer<Fields> fields) {
        write(LogLevel.INFO, message, fields);
    }

    public void warn(String message, Consumer<Fields> fields) {
        write(LogLevel.WARN, message, fields);
    }

    public void error(String message, Consumer<Fields> fields) {
        write(LogLevel.ERROR, message, fields);
    }

    private void write(LogLevel level, String message, Consumer<Fields> fields) {
        if (isEnabled(level)) {
            LineCopies to = copies;
            Instant now = clock.instant();
            LineCopies.Line copy = to == null ? null : to.begin(now, level, message, logger);
            sink.accept(line(now, level, message, fields, copy));
            if (copy != null) {
                copy.end();
            }
        }
    }

    /** Formats the line without writing it. */
    String line(LogLevel level, String message, Consumer<Fields> fields) {
        return line(clock.instant(), level, message, fields, null);
    }

    private String line(
            Instant now, LogLevel level, String message, Consumer<Fields> fields, LineCopies.@Nullable Line copy) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject()
                    .write("ts", LogTimestamp.of(now))
                    .write("level", level.label())
                    .write("msg", message)
                    .write("logger", logger);
            Fields further = new Fields(json, copy);
            fields.accept(further);
            further.with("pod_name", POD_NAME);
            json.writeEnd();
        }
        return LogEscaper.escaped(line.toString());
    }

    /** The additional keys of one line. Confined to the call that receives it. */
    public static final class Fields {

        private final JsonGenerator json;
        private final LineCopies.@Nullable Line copy;

        private Fields(JsonGenerator json, LineCopies.@Nullable Line copy) {
            this.json = json;
            this.copy = copy;
        }

        public Fields with(String key, String value) {
            json.write(key, value);
            if (copy != null) {
                copy.field(key, value);
            }
            return this;
        }

        public Fields with(String key, long value) {
            json.write(key, value);
            if (copy != null) {
                copy.field(key, value);
            }
            return this;
        }

        public Fields with(String key, Instant value) {
            return with(key, LogTimestamp.of(value));
        }

        public Fields with(String key, Optional<String> value) {
            value.ifPresent(present -> with(key, present));
            return this;
        }

        /** The key {@code error}: type and message, including those of the causes. */
        public Fields error(@Nullable Throwable error) {
            return error == null ? this : with("error", describe(error));
        }

        private static String describe(Throwable error) {
            StringBuilder text = new StringBuilder(error.toString());
            Throwable cause = error.getCause();
            // Five causes are enough to find the root, and the limit ends a loop in the chain.
            for (int depth = 0; cause != null && depth < 5; depth++) {
                text.append(", caused by ").append(cause);
                cause = cause.getCause();
            }
            return text.toString();
        }
    }
}
