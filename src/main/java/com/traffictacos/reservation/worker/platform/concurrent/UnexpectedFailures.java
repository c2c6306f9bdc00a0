package com.traffictacos.reservation.worker.platform.concurrent;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Records what is thrown where nothing may be thrown: a metric, a log line, a trace or a repeated task must not decide
 * what becomes of a message. Each failure is counted; the log gets one line per place and {@link #LOG_INTERVAL}, with
 * the number of failures that it stands for.
 *
 * <p>Never throws. Safe for use by any number of threads.
 */
@Singleton
public final class UnexpectedFailures {

    /** At most one line per place in this time: what fails per event must not fill the log. */
    static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private static final JsonLog LOG = JsonLog.of(UnexpectedFailures.class);

    /** Where it was thrown. */
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
        HEALTH_WATCH(false),
        DEAD_LETTER_JOB(false);

        private final boolean observer;
        private final String label = name().toLowerCase(Locale.ROOT);

        Place(boolean observer) {
            this.observer = observer;
        }

        /** Whether it only observes; otherwise it is a task that goes on after the failure. */
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

    /** Counts the failure, and logs it unless the same place was logged a moment ago. */
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

    /** Failures at that place since the start. */
    public long count(Place place) {
        return tally(place).count.sum();
    }

    /** Does something that only observes; what it throws is recorded and goes no further. */
    public void observe(Place place, Runnable observation) {
        try {
            observation.run();
        } catch (Throwable failure) {
            // Errors too: a StackOverflowError of a metric is no reason to lose a message. An OutOfMemoryError ends the
            // process by a
            // JVM option, before it is thrown.
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
            // The count tells of it.
        }
    }

    /** The innermost frame: without it a bare NullPointerException can't be found. */
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
