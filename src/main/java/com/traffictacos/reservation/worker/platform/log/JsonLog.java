package com.traffictacos.reservation.worker.platform.log;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the worker's log: one JSON object a line (contract section 6). Safe for use by any number of threads.
 *
 * <p>Lines go to standard output directly and not through java.util.logging, whose handlers are reset as soon as the
 * process is told to stop: the lines of the drain are the ones that nobody wants to miss.
 */
public final class JsonLog {

    /** How grave a line is; the names in lower case stand in the key {@code level}. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());
    private static final Optional<String> POD_NAME =
            Optional.ofNullable(System.getenv("POD_NAME")).or(() -> Optional.ofNullable(System.getenv("HOSTNAME")));

    private static volatile Level threshold = Level.INFO;
    /** Writes a line on the calling thread; blocks while standard output is a full pipe. */
    public static final Consumer<String> STANDARD_OUTPUT = line -> System.out.println(line);

    private static volatile Consumer<String> sink = STANDARD_OUTPUT;

    private final String logger;
    private final Clock clock;

    private JsonLog(String logger, Clock clock) {
        this.logger = logger;
        this.clock = clock;
    }

    /** A log whose lines bear the class's simple name in the key {@code logger}. */
    public static JsonLog of(Class<?> owner) {
        return new JsonLog(owner.getSimpleName(), Clock.systemUTC());
    }

    /** Lines below this level are not written from now on. */
    public static void setThreshold(Level level) {
        threshold = level;
    }

    /** Sends lines elsewhere from now on; each comes without a line end. */
    public static void setSink(Consumer<String> newSink) {
        sink = newSink;
    }

    /** Hands lines to a buffer from now on, which writes them on another thread. */
    public static void setBuffer(LogBuffer buffer) {
        sink = buffer;
    }

    /**
     * Waits until every line so far is written: for whoever ends the process next. Returns at once while no buffer is set.
     *
     * @return false if the time ran out first
     */
    public static boolean flush(Duration timeout) {
        boolean written = !(sink instanceof LogBuffer buffer) || buffer.flush(timeout);
        if (written) {
            System.out.flush();
        }
        return written;
    }

    /** Whether lines of the level are written; asked before costly fields are made. */
    public boolean isEnabled(Level level) {
        return level.compareTo(threshold) >= 0;
    }

    public void debug(String message, Consumer<Fields> fields) {
        write(Level.DEBUG, message, fields);
    }

    public void info(String message, Consumer<Fields> fields) {
        write(Level.INFO, message, fields);
    }

    public void warn(String message, Consumer<Fields> fields) {
        write(Level.WARN, message, fields);
    }

    public void error(String message, Consumer<Fields> fields) {
        write(Level.ERROR, message, fields);
    }

    private void write(Level level, String message, Consumer<Fields> fields) {
        if (isEnabled(level)) {
            sink.accept(line(level, message, fields));
        }
    }

    /** The line itself, not written anywhere. */
    String line(Level level, String message, Consumer<Fields> fields) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject()
                    .write("ts", timestamp(clock.instant()))
                    .write("level", level.name().toLowerCase(Locale.ROOT))
                    .write("msg", message)
                    .write("logger", logger);
            fields.accept(new Fields(json));
            POD_NAME.ifPresent(pod -> json.write("pod_name", pod));
            json.writeEnd();
        }
        return LogEscaper.escaped(line.toString());
    }

    static String timestamp(Instant instant) {
        // Beyond them there is no calendar date to write.
        Instant shown = instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
        return MILLISECONDS.format(shown);
    }

    /** The further keys of one line. Confined to the call that it is handed to. */
    public static final class Fields {

        private final JsonGenerator json;

        private Fields(JsonGenerator json) {
            this.json = json;
        }

        public Fields with(String key, String value) {
            json.write(key, value);
            return this;
        }

        public Fields with(String key, long value) {
            json.write(key, value);
            return this;
        }

        public Fields with(String key, Instant value) {
            json.write(key, timestamp(value));
            return this;
        }

        public Fields with(String key, Optional<String> value) {
            value.ifPresent(present -> json.write(key, present));
            return this;
        }

        /** The key {@code error}: type and message, with the causes below it. */
        public Fields error(@Nullable Throwable error) {
            if (error != null) {
                json.write("error", describe(error));
            }
            return this;
        }

        private static String describe(Throwable error) {
            StringBuilder text = new StringBuilder(error.toString());
            Throwable cause = error.getCause();
            // A handful is enough to find the root; a loop in the chain must not hang the log.
            for (int depth = 0; cause != null && depth < 5; depth++) {
                text.append(", caused by ").append(cause);
                cause = cause.getCause();
            }
            return text.toString();
        }
    }
}
