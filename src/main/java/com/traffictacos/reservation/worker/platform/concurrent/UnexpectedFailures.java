package com.traffictacos.reservation.worker.platform.concurrent;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Records exceptions from code that must not throw: a metric, a log line, a trace or a repeated task must not affect
 * the result of a message. Each failure is counted. The log gets at most one line per place and {@link #LOG_INTERVAL},
 * with the number of failures that it represents.
 *
 * <p>Never throws. Thread-safe.
 */
@SingletonBean
public final class UnexpectedFailures {

    /** Minimum time between two log lines of one place, because a failure per event would fill the log. */
    static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private static final JsonLog LOG = JsonLog.of(UnexpectedFailures.class);

    /** Where the exception was thrown. */
    public enum Place {
        /** The observer of the pipeline: metrics and log lines of deliveries. */
        OBSERVER(true),
        /** The traces of deliveries. */
        TRACING(true),
        /** The metrics of calls to services. */
        CALL_OBSERVER(true),
        POLL(false),
        DISPATCH(false),
        PROCESS(false),
        LEASE_RENEWAL(false),
        SETTLE(false),
        QUEUE_DEPTH(false),
        QUEUE_CHECK(false),
        LOG_LEVEL_FILE(false),
        ADMIN_TOKENS_FILE(false),
        FLEET_FLAG(false),
        HEALTH_WATCH(false),
        DEAD_LETTER_JOB(false),
        TERMINATION(false);

        private final boolean observer;
        private final String label = name().toLowerCase(Locale.ROOT);

        Place(boolean observer) {
            this.observer = observer;
        }

        /** Whether the place only observes. Otherwise it is a task that continues after the failure. */
        public boolean isObserver() {
            return observer;
        }

        /** The value of the metric label. */
        public String label() {
            return label;
        }
    }

    private static final class Tally {

        private final LongAdder count = new LongAdder();
        private final LongAdder unlogged = new LongAdder();
        private final AtomicLong nextLogNanos;

        private Tally(long firstLogNanos) {
            nextLogNanos = new AtomicLong(firstLogNanos);
        }
    }

    private final Map<Place, Tally> tallies = new EnumMap<>(Place.class);
    private final LongSupplier nanoTime;

    @Inject
    public UnexpectedFailures() {
        this(System::nanoTime);
    }

    UnexpectedFailures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (Place place : Place.values()) {
            tallies.put(place, new Tally(nanoTime.getAsLong()));
        }
    }

    /** Counts the failure, and logs it unless the same place was logged within {@link #LOG_INTERVAL}. */
    public void record(Place place, Throwable failure) {
        Tally tally = tally(place);
        tally.count.increment();
        tally.unlogged.increment();
        long now = nanoTime.getAsLong();
        long next = tally.nextLogNanos.get();
        if (now - next >= 0 && tally.nextLogNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos())) {
            log(place, tally.unlogged.sumThenReset(), failure);
        }
    }

    /** Number of failures at that place since the start. */
    public long count(Place place) {
        return tally(place).count.sum();
    }

    /** Runs code that only observes. Its exceptions are recorded and not propagated. */
    public void observe(Place place, Runnable observation) {
        try {
            observation.run();
        } catch (Throwable failure) {
            // Errors are caught too: a StackOverflowError in a metric must not lose a message. An OutOfMemoryError ends
            // the process by a JVM option before it is thrown.
            record(place, failure);
        }
    }

    private static void log(Place place, long times, Throwable failure) {
        try {
            LOG.error(
                    place.isObserver()
                            ? "metrics, log or traces failed; the events are settled all the same"
                            : "a task of the worker failed unexpectedly; it goes on",
                    fields -> fields.with("place", place.label())
                            .with("failures", times)
                            .with("at", origin(failure))
                            .error(failure));
        } catch (Throwable logFails) {
            // The count includes this failure.
        }
    }

    /** The innermost stack frame. Without it the source of a bare NullPointerException cannot be found. */
    private static String origin(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length == 0 ? "unknown" : frames[0].toString();
    }

    private Tally tally(Place place) {
        Tally tally = tallies.get(place);
        if (tally == null) {
            throw new IllegalStateException("no tally for " + place);
        }
        return tally;
    }
}
