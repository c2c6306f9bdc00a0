package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
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
    private volatile Duration throttles = Duration.ZERO;
    private final Set<String> failingOperations = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private volatile Optional<Capacity> capacity = Optional.empty();

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
        THROTTLED,
        /** The service refuses for good, as one does that is called at a wrong path or with a wrong token. */
        REFUSED
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

    /** Whether every call of one operation is answered with 503, or UNAVAILABLE, from now on; others go on as they did. */
    public void setOperationUnavailable(String operation, boolean outage) {
        if (outage) {
            failingOperations.add(operation);
        } else {
            failingOperations.remove(operation);
        }
    }

    /** Whether every call is answered with 401, or UNIMPLEMENTED, from now on. */
    public void setRefusing(boolean everything) {
        refusing = everything;
    }

    /**
     * From now on so many calls are worked on at a time, and the others wait for their turn. A call whose client has
     * given up is worked on all the same, as in most services.
     *
     * @param parallel 1 or more
     */
    public void setCapacity(int parallel, Duration perCall) {
        capacity = Optional.of(new Capacity(parallel, perCall));
    }

    /** Calls wait for no other calls any more. */
    public void setUnlimited() {
        capacity = Optional.empty();
    }

    /** Every call is asked to come back after so long from now on, in whole seconds; zero: none is. */
    public void throttle(Duration retryAfter) {
        throttles = retryAfter;
    }

    Duration throttles() {
        return throttles;
    }

    Failure nextFailure(String operation, String reservationId) {
        if (refusing) {
            return Failure.REFUSED;
        }
        if (unavailable || failingOperations.contains(operation) || failingReservations.contains(reservationId)) {
            return Failure.UNAVAILABLE;
        }
        return throttles.isZero() ? nextFailure() : Failure.THROTTLED;
    }

    /** How long a call takes that comes at this moment. */
    Duration latency(String operation) {
        return capacity.map(Capacity::take).orElseGet(() -> latencyByOperation.getOrDefault(operation, latency));
    }

    /** When each place is free again; a call takes the one that is free first. */
    private static final class Capacity {

        private final long perCallNanos;
        private final PriorityQueue<Long> freeAtNanos = new PriorityQueue<>();

        private Capacity(int parallel, Duration perCall) {
            this.perCallNanos = perCall.toNanos();
            long now = System.nanoTime();
            for (int place = 0; place < parallel; place++) {
                freeAtNanos.add(now);
            }
        }

        /** From now until the call is done. */
        private synchronized Duration take() {
            long now = System.nanoTime();
            long done = Math.max(now, freeAtNanos.remove()) + perCallNanos;
            freeAtNanos.add(done);
            return Duration.ofNanos(done - now);
        }
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
