package com.traffictacos.reservation.worker.platform.log;

import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Takes over the loggers of libraries that log what strangers send, with a stack trace for each. Warnings and errors
 * become one short line, rate-limited together; what is less is dropped. Thread-safe.
 */
public final class LibraryLog extends Handler {

    private static final int MAX_TEXT = 200;
    private static final Formatter TEXT = new SimpleFormatter();

    /** Held here: the log manager itself may forget a logger and its handlers. */
    private final List<Logger> loggers;

    private final RateLimitedLog log;
    private final Predicate<LogRecord> unwanted;

    LibraryLog(List<String> names, RateLimitedLog log, Predicate<LogRecord> unwanted) {
        this.loggers = names.stream().map(Logger::getLogger).toList();
        this.log = log;
        this.unwanted = unwanted;
    }

    /** Takes over the loggers with these names and all below them, until {@link #close()}. */
    public static LibraryLog takeOver(List<String> names) {
        return takeOver(names, line -> false);
    }

    /** As {@link #takeOver(List)}; unwanted lines are dropped, because the worker has its own for what they tell. */
    public static LibraryLog takeOver(List<String> names, Predicate<LogRecord> unwanted) {
        LibraryLog handler = new LibraryLog(names, RateLimitedLog.of(LibraryLog.class), unwanted);
        handler.install();
        return handler;
    }

    void install() {
        loggers.forEach(logger -> {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        });
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() < Level.WARNING.intValue() || unwanted.test(line)) {
            return;
        }
        log.warn(shortened(TEXT.formatMessage(line)), fields -> {
            fields.with("library", shortened(String.valueOf(line.getLoggerName())));
            Throwable thrown = line.getThrown();
            if (thrown != null) {
                fields.with("error", shortened(thrown.toString())).with("at", origin(thrown));
            }
        });
    }

    private static String origin(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length == 0 ? "unknown" : frames[0].toString();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    @Override
    public void flush() {
        // Nothing is kept here.
    }

    /** Gives the loggers back. */
    @Override
    public void close() {
        loggers.forEach(logger -> {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        });
    }
}
