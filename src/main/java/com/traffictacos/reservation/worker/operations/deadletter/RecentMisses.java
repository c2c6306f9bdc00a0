package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.platform.collection.LatestEntries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Remembers for a moment which dead letters a search of the whole queue did not find. Each search hides the queue's
 * messages from others for seconds; without this, callers who ask for one missing dead letter again and again would
 * hide them for good. Thread-safe.
 */
final class RecentMisses {

    static final Duration KEPT = Duration.ofSeconds(10);
    private static final int MAX_IDS = 100;

    private final Clock clock;

    /** Guarded by this. */
    private final Map<String, Instant> missedAt = LatestEntries.byInsertion(MAX_IDS);

    RecentMisses(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(String id) {
        missedAt.put(id, clock.instant());
    }

    synchronized boolean contains(String id) {
        Instant at = missedAt.get(id);
        return at != null && clock.instant().isBefore(at.plus(KEPT));
    }
}
