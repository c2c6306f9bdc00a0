package com.traffictacos.reservation.worker.pipeline.dependency;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The failures of an operation since it last succeeded, by the reservations of the calls. Guarded by the lock of {@link
 * DependencyOutages}.
 */
final class FailureRun {

    /**
     * The number of reservations with a failed call that means an outage. At 10 % random errors, five in a row occur
     * once in 100,000 calls.
     */
    static final int FAILING_RESERVATIONS = 5;

    /** The number of calls that a handler makes per event before it fails. */
    static final int CALLS_OF_A_DELIVERY = 3;

    /** The number of reservations whose handler has failed that means an outage, so that few workers detect it too. */
    static final int FAILED_DELIVERIES = 3;

    /**
     * The number of reservations rejected in the same way that means an outage. A smaller number may be invalid events
     * that arrived together.
     */
    static final int REFUSED_RESERVATIONS = 8;

    private static final int REMEMBERED = 1_000;

    private final Map<String, Integer> failing = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private String refusal = "";
    private long firstRefusalNanos;

    void failed(String reservation) {
        if (failing.size() < REMEMBERED) {
            failing.merge(reservation, 1, Integer::sum);
        }
    }

    void refused(String reservation, String kind, long now) {
        if (!kind.equals(refusal)) {
            refused.clear();
            refusal = kind;
        }
        if (refused.isEmpty()) {
            firstRefusalNanos = now;
        }
        if (refused.size() < REMEMBERED) {
            refused.add(reservation);
        }
    }

    boolean isFailingForAll() {
        return failing.size() >= FAILING_RESERVATIONS
                || failing.values().stream()
                                .filter(calls -> calls >= CALLS_OF_A_DELIVERY)
                                .count()
                        >= FAILED_DELIVERIES;
    }

    /** The number of reservations rejected in this way. */
    int refusedReservations(String kind) {
        return kind.equals(refusal) ? refused.size() : 0;
    }

    boolean hasRefusals() {
        return !refused.isEmpty();
    }

    /**
     * Whether a call that began at that time says nothing about the rejections, because it may have been answered
     * before them.
     */
    boolean isOlderThanRefusals(long begun) {
        return hasRefusals() && begun - firstRefusalNanos < 0;
    }

    int failedCalls(String reservation) {
        return failing.getOrDefault(reservation, 0);
    }

    void forgetFailures() {
        failing.clear();
    }

    void forgetRefusals() {
        refused.clear();
    }
}
