package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.collection.LatestEntries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Counts wrong tokens per source address. After {@value #ALLOWED} of them within a minute, further wrong ones from the
 * address are to be slowed down until the minute is over. A right token is not affected: an address may stand for many
 * callers. Thread-safe.
 */
final class FailedLoginLimiter {

    static final int ALLOWED = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 1_000;

    private record Window(Instant begin, int failures) {}

    private final Clock clock;

    /** Guarded by this. Evicts the address whose last wrong token is the oldest. */
    private final Map<String, Window> windows = LatestEntries.byInsertion(ADDRESSES);

    FailedLoginLimiter(Clock clock) {
        this.clock = clock;
    }

    /** Counts a wrong token, and says whether there were too many before. */
    synchronized boolean add(String address) {
        Window before = windows.remove(address);
        Window open = before != null && isOpen(before) ? before : new Window(clock.instant(), 0);
        windows.put(address, new Window(open.begin(), Math.min(open.failures() + 1, ALLOWED)));
        return open.failures() >= ALLOWED;
    }

    private boolean isOpen(Window window) {
        return clock.instant().isBefore(window.begin().plus(WINDOW));
    }
}
