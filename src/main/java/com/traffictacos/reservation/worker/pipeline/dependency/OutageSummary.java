package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.handler.ServiceCall;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of the outages of all operations together. Written and read under the lock of {@link DependencyOutages},
 * except {@link #isAny()} and {@link #isProbeOnly()}, which are read for each event.
 */
final class OutageSummary {

    private volatile boolean any;
    private volatile boolean probeOnly;
    private Instant lastEnd = Instant.MIN;

    boolean isAny() {
        return any;
    }

    boolean isProbeOnly() {
        return probeOnly;
    }

    /** Whether there is an outage, or one has ended since. */
    boolean isAnySince(Instant instant) {
        return any || instant.isBefore(lastEnd);
    }

    void update(Circuits circuits) {
        any = circuits.isAnyDown();
        probeOnly = circuits.isProbeOnly();
    }

    /** @param outages those that have just ended; may be empty */
    EndedOutages ended(Map<ServiceCall, Outage> outages, Circuits circuits, Clock clock) {
        if (!outages.isEmpty()) {
            lastEnd = clock.instant();
            update(circuits);
        }
        return new EndedOutages(outages, lastEnd);
    }
}
