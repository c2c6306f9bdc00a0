package com.traffictacos.reservation.worker.pipeline.dependency;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a {@link Circuit} remembers of its earlier runs; the latest only. Guarded by the circuit's lock. */
final class RecentRuns {

    private static final int REMEMBERED = 1_000;

    private final Map<String, Long> throttledIn = new LinkedHashMap<>();
    private final Set<Long> outages = new LinkedHashSet<>();

    /** The run became an outage. */
    void outage(long run) {
        outages.add(run);
        if (outages.size() > REMEMBERED) {
            outages.remove(outages.iterator().next());
        }
    }

    boolean wasOutage(long run) {
        return outages.contains(run);
    }

    /** A call for the reservation was throttled; returns whether that happened in an earlier run already. */
    boolean throttled(String reservation, long run) {
        Long before = throttledIn.put(reservation, run);
        if (throttledIn.size() > REMEMBERED) {
            throttledIn.remove(throttledIn.keySet().iterator().next());
        }
        return before != null && before < run;
    }
}
