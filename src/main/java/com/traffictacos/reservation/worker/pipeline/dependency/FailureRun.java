package com.traffictacos.reservation.worker.pipeline.dependency;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What has gone wrong with an operation since it last succeeded, by the reservations that its calls were made for. Guarded
 * by the lock of {@link DependencyOutages}.
 */
final class FailureRun {

    /** Reservations with a failed call. Five at random at 10 % errors: once in 100,000 calls. */
    static final int FAILING_RESERVATIONS = 5;

    /** Calls that a handler makes for one event before it gives up. */
    static final int CALLS_OF_A_DELIVERY = 3;

    /** Reservations whose handler has given up: the same, found with few workers. */
    static final int FAILED_DELIVERIES = 3;

    /** Reservations refused in the same way. Fewer of them may be bad events that came together. */
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

    boolean isRefusedToAll() {
        return refused.size() >= REFUSED_RESERVATIONS;
    }

    boolean hasRefusals() {
        return !refused.isEmpty();
    }

    /** Whether a call that began then says nothing about the refusals: it may have been answered before them. */
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
