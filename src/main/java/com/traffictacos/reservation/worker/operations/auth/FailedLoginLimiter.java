package com.traffictacos.reservation.worker.operations.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong tokens per source address. After {@value #ALLOWED} of them within a minute, the address is rejected,
 * with the right token too, until the minute is over. Other addresses are not affected, so that an operator cannot be
 * locked out from elsewhere. Thread-safe.
 */
final class FailedLoginLimiter {

    static final int ALLOWED = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 1_000;

    private record Window(Instant begin, int failures) {}

    private final Clock clock;

    /** Guarded by this. Evicts the address whose last wrong token is the oldest. */
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > ADDRESSES;
        }
    };

    FailedLoginLimiter(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean areTooMany(String address) {
        Window window = windows.get(address);
        return window != null && isOpen(window) && window.failures() >= ALLOWED;
    }

    synchronized void add(String address) {
        Window window = windows.remove(address);
        windows.put(
                address,
                window != null && isOpen(window)
                        ? new Window(window.begin(), window.failures() + 1)
                        : new Window(clock.instant(), 1));
    }

    private boolean isOpen(Window window) {
        return clock.instant().isBefore(window.begin().plus(WINDOW));
    }
}
