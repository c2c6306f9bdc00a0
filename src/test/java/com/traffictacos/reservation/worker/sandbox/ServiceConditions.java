package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How well a stand-in service is: its latency and its share of transient failures, which may be changed while it runs.
 * Safe for use by any number of threads.
 */
public final class ServiceConditions {

    private final Random random;
    private final Map<String, Duration> latencyByOperation = new ConcurrentHashMap<>();
    private volatile Duration latency = Duration.ZERO;
    private final Set<String> failingReservations = ConcurrentHashMap.newKeySet();
    private volatile double failureShare;
    private volatile boolean unavailable;
    private volatile Duration patienceAskedFor = Duration.ZERO;

    ServiceConditions(long seed) {
        this.random = new Random(seed);
    }

    /** When a failing call fails, seen from the change that it asks for. */
    enum Failure {
        NONE,
        /** Nothing was changed. */
        BEFORE,
        /** The change was made and its answer lost, so that only a repeatable caller gets it right. */
        AFTER,
        /** The service says that it is not available; nothing was changed. */
        UNAVAILABLE,
        /** The service asks for patience; nothing was changed. */
        THROTTLED
    }

    /** Every call takes so long from now on, calls of operations with a latency of their own aside. */
    public void setLatency(Duration perCall) {
        latency = perCall;
    }

    /** Every call of one operation takes so long from now on. */
    public void setLatency(String operation, Duration perCall) {
        latencyByOperation.put(operation, perCall);
    }

    /**
     * So many calls fail from now on, in ways that pass: half of them before and half after they have done their work.
     *
     * @param share 0 to 1
     */
    public void setFailureShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be 0 to 1, is " + share);
        }
        failureShare = share;
    }

    /** Whether every call is answered with 503, or UNAVAILABLE, from now on: an outage behind a port that still answers. */
    public void setUnavailable(boolean outage) {
        unavailable = outage;
    }

    /** Whether every call for one reservation is answered in that way from now on. */
    public void setUnavailable(String reservationId, boolean outage) {
        if (outage) {
            failingReservations.add(reservationId);
        } else {
            failingReservations.remove(reservationId);
        }
    }

    /** Every call is asked to come back after so long from now on, in whole seconds; zero: none is. */
    public void askForPatience(Duration retryAfter) {
        patienceAskedFor = retryAfter;
    }

    Duration patienceAskedFor() {
        return patienceAskedFor;
    }

    Failure nextFailure(String reservationId) {
        if (unavailable || failingReservations.contains(reservationId)) {
            return Failure.UNAVAILABLE;
        }
        return patienceAskedFor.isZero() ? nextFailure() : Failure.THROTTLED;
    }

    Duration latency(String operation) {
        return latencyByOperation.getOrDefault(operation, latency);
    }

    private Failure nextFailure() {
        double share = failureShare;
        if (share == 0 || random.nextDouble() >= share) {
            return Failure.NONE;
        }
        return random.nextBoolean() ? Failure.BEFORE : Failure.AFTER;
    }

    /** One of so many, at random. */
    int pick(int bound) {
        return random.nextInt(bound);
    }
}
