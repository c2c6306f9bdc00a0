package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pause before the next trial call to a service that is down: 1, 2, then 4 s, and up to a quarter more. */
final class TrialPause {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 2;

    private TrialPause() {}

    /** @param failures the number of failures so far, 1 or more */
    static Duration jittered(int failures) {
        long millis = FIRST.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }
}
