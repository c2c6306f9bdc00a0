package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.OutageObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The outages that one answer has ended, by operation. They are reported without the lock. */
record EndedOutages(Map<ServiceCall, Outage> outages, Instant at) {

    void report(OutageObserver observer) {
        outages.forEach((operation, outage) -> observer.outageEnded(operation, Duration.between(outage.since(), at)));
    }
}
