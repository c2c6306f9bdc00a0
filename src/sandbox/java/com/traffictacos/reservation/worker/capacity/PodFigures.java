package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;

/**
 * What one pod does.
 *
 * @param concurrency events in work at a time, {@code WORKER_CONCURRENCY}
 * @param hold how long an event occupies one of those places
 * @param cpuEventsPerSecond what its share of CPU could do if no call had to be waited for
 * @param start from the decision to have the pod to its first receive, on a node that is there and has the image
 */
record PodFigures(int concurrency, Duration hold, double cpuEventsPerSecond, Duration start) {

    PodFigures withHold(Duration other) {
        return new PodFigures(concurrency, other, cpuEventsPerSecond, start);
    }

    PodFigures withStart(Duration other) {
        return new PodFigures(concurrency, hold, cpuEventsPerSecond, other);
    }

    /** Events a second when there is always another one. */
    double eventsPerSecond() {
        return Math.min(concurrency / Ticks.seconds(Ticks.of(hold)), cpuEventsPerSecond);
    }
}
