package com.traffictacos.reservation.worker.platform.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes lines that somebody outside can cause: at most {@value #BURST} per {@link #INTERVAL}. Further ones are counted,
 * and the next line says how many there were. Nobody must be able to fill a disk, or to hide other lines, by requests.
 *
 * <p>Thread-safe. Never blocks for longer than the log itself.
 */
public final class RateLimitedLog {

    /** Enough to see several different causes at once. */
    static final int BURST = 5;

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final LongAdder SUPPRESSED = new LongAdder();

    private final JsonLog log;
    private final LongSupplier nanoTime;
    private final AtomicLong suppressed = new AtomicLong();

    // Guarded by this.
    private long windowBegin;
    private int inWindow;

    private RateLimitedLog(JsonLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.windowBegin = nanoTime.getAsLong();
    }

    /** A log with a limit of its own, whose lines name the class. */
    public static RateLimitedLog of(Class<?> owner) {
        return of(JsonLog.of(owner));
    }

    /** A log with a limit of its own. */
    public static RateLimitedLog of(JsonLog log) {
        return new RateLimitedLog(log, System::nanoTime);
    }

    static RateLimitedLog of(JsonLog log, LongSupplier nanoTime) {
        return new RateLimitedLog(log, nanoTime);
    }

    /** Writes a line, or counts it. */
    public void warn(String message, Consumer<JsonLog.Fields> fields) {
        if (!log.isEnabled(LogLevel.WARN)) {
            return;
        }
        if (!isDue()) {
            suppressed.incrementAndGet();
            SUPPRESSED.increment();
            return;
        }
        long before = suppressed.getAndSet(0);
        log.warn(message, line -> {
            fields.accept(line);
            if (before > 0) {
                line.with("suppressed", before);
            }
        });
    }

    private synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (now - windowBegin >= INTERVAL.toNanos()) {
            windowBegin = now;
            inWindow = 0;
        }
        if (inWindow == BURST) {
            return false;
        }
        inWindow++;
        return true;
    }

    /** Number of lines that were counted instead of written since the start, by all instances. */
    public static long allSuppressed() {
        return SUPPRESSED.sum();
    }
}
