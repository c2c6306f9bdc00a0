package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls that a stand-in service has answered: all of them counted and timed, the latest {@value #REMEMBERED} kept.
 * Safe for use by any number of threads.
 */
public final class CallJournal {

    private static final int REMEMBERED = 50_000;

    // All guarded by this.
    private final Deque<AnsweredCall> latest = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long totalNanos;

    synchronized void add(AnsweredCall call) {
        counts.merge(call.operation(), 1L, Long::sum);
        totalNanos += call.took().toNanos();
        if (latest.size() == REMEMBERED) {
            latest.removeFirst();
        }
        latest.addLast(call);
    }

    /** Number of calls by operation. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Number of calls of one operation. */
    public synchronized long count(String operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /** Time spent in all calls together. */
    public synchronized Duration totalTime() {
        return Duration.ofNanos(totalNanos);
    }

    /** The latest calls, oldest first. */
    public synchronized List<AnsweredCall> calls() {
        return List.copyOf(latest);
    }

    /** Those of the latest calls that were made for one reservation, oldest first. */
    public List<AnsweredCall> calls(String reservationId) {
        return calls().stream()
                .filter(call -> call.reservationId().equals(reservationId))
                .toList();
    }
}
