package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How well a stand-in service is: its latency and its share of transient failures, which may be changed while it runs.
 * Safe for use by any number of threads.
 */
public final class ServiceConditions {

    private final Random random;
    private final Map<String, Duration> latencyByOperation = new ConcurrentHashMap<>();
    private volatile Duration latency = Duration.ZERO;
    private volatile double failureShare;

    ServiceConditions(long seed) {
        this.random = new Random(seed);
    }

    /** When a failing call fails, seen from the change that it asks for. */
    enum Failure {
        NONE,
        /** Nothing was changed. */
        BEFORE,
        /** The change was made and its answer lost, so that only a repeatable caller gets it right. */
        AFTER
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

    Duration latency(String operation) {
        return latencyByOperation.getOrDefault(operation, latency);
    }

    Failure nextFailure() {
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
