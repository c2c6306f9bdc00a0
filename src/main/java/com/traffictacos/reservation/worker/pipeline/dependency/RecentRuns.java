package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.platform.collection.LatestEntries;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** What a {@link Circuit} remembers of its earlier runs; the latest only. Guarded by the circuit's lock. */
final class RecentRuns {

    private static final int REMEMBERED = 1_000;

    private final Map<String, Long> throttledIn = LatestEntries.byInsertion(REMEMBERED);
    private final Set<Long> outages = Collections.newSetFromMap(LatestEntries.byInsertion(REMEMBERED));

    /** The run became an outage. */
    void outage(long run) {
        outages.add(run);
    }

    boolean wasOutage(long run) {
        return outages.contains(run);
    }

    /** A call for the reservation was throttled; returns whether that happened in an earlier run already. */
    boolean throttled(String reservation, long run) {
        Long before = throttledIn.put(reservation, run);
        return before != null && before < run;
    }
}
