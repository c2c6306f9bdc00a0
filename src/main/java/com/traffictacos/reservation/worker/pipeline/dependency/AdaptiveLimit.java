package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds how many calls a service takes at a time without its answers coming near their deadline. Knows only the calls'
 * begin and end, so that it can be tried in virtual time. Not safe for use by several threads.
 *
 * <ul>
 *   <li>It is as wide as the pool until the mean of a window of calls comes near the deadline <em>and</em> is more than
 *       twice what the service takes when nobody waits. A service that is slow but not overloaded keeps its width.
 *   <li>It shrinks in proportion (calls that wait for each other take time in proportion to their number), and to a
 *       quarter when calls for several reservations are late with none in time between them.
 *   <li>Between two marks it rests, below the lower one it widens by a fifth, at least by one, for each window.
 * </ul>
 *
 * <p>The figures are parts of the deadline because that is what must be kept; a lower latency is not the goal.
 *
 * @see <a href="https://github.com/Netflix/concurrency-limits">Netflix concurrency-limits</a>, whose Vegas and Gradient
 *     limits aim at the lowest latency instead
 */
final class AdaptiveLimit {

    static final double LOW = 0.35;
    static final double TARGET = 0.4;
    static final double HIGH = 0.55;

    /** Windows of calls last so long at least. */
    static final Duration WINDOW = Duration.ofMillis(100);

    /** Late calls of so many reservations in a row: one slow reservation is no overload. */
    private static final int LATE_IN_A_ROW = 3;

    private static final double LATE_SHARE = 0.1;
    private static final double GROWTH = 0.2;
    private static final double NEAR = 1.3;

    /** After shrinking, a service whose latency is always high is given more only after this time. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final int max;
    private final double deadlineNanos;
    private final Set<String> lateInARow = new HashSet<>();
    private final Set<String> lateInWindow = new HashSet<>();
    private double limit;
    private double baselineNanos = Double.MAX_VALUE;
    private boolean shrunk;
    private long lastShrinkNanos;
    private long windowNanos;
    private long calls;
    private long late;
    private double sumNanos;

    /** @param now by the clock of the calls, in nanoseconds */
    AdaptiveLimit(int max, Duration deadline, long now) {
        this.max = max;
        this.deadlineNanos = deadline.toNanos();
        this.limit = max;
        this.windowNanos = now;
    }

    /** Calls at a time: 1 to the width of the pool. */
    int limit() {
        return (int) limit;
    }

    /** Whether late calls have come since the last one in time. */
    boolean isLate() {
        return !lateInARow.isEmpty();
    }

    /** Up to here nothing is near the deadline, and calls may be handed over in bulk. */
    double quickNanos() {
        return LOW * deadlineNanos;
    }

    /** Calls in time that ended while the limit was at its full width. */
    void quick(long count, long totalNanos, long fastestNanos) {
        if (count > 0) {
            calls += count;
            sumNanos += totalNanos;
            baselineNanos = Math.min(baselineNanos, (double) fastestNanos);
        }
    }

    /** A call that was answered in time. */
    void answered(long begun, long now) {
        lateInARow.clear();
        baselineNanos = Math.min(baselineNanos, (double) Math.max(1, now - begun));
        count(begun, now);
    }

    /** A call that was not. */
    void late(String reservation, long begun, long now) {
        if (isBeforeShrink(begun)) {
            return;
        }
        lateInARow.add(reservation);
        if (lateInARow.size() >= LATE_IN_A_ROW) {
            shrink(0.25, now);
            return;
        }
        late++;
        lateInWindow.add(reservation);
        count(begun, now);
    }

    private void count(long begun, long now) {
        if (isBeforeShrink(begun)) {
            return;
        }
        calls++;
        sumNanos += now - begun;
        if (calls >= Math.max(2, limit()) && now - windowNanos >= WINDOW.toNanos()) {
            close(now);
        }
    }

    /** Such a call says how it was before. */
    private boolean isBeforeShrink(long begun) {
        return shrunk && begun - lastShrinkNanos < 0;
    }

    private void close(long now) {
        double mean = sumNanos / calls;
        boolean oftenLate = late >= LATE_SHARE * calls && lateInWindow.size() > 1;
        boolean queued = mean > HIGH * deadlineNanos && mean > 2 * baselineNanos;
        if (limit() == 1) {
            // No call of this pod waits for another one: this is what the service takes.
            baselineNanos += (mean - baselineNanos) / 2;
        } else if (oftenLate || queued) {
            shrink(Math.clamp(TARGET * deadlineNanos / mean, 0.5, 0.7), now);
            return;
        }
        boolean rested = !shrunk || now - lastShrinkNanos >= REST.toNanos();
        if (mean < LOW * deadlineNanos || (mean <= NEAR * baselineNanos && rested)) {
            limit = Math.min(max, limit + Math.max(1, GROWTH * limit));
        }
        begin(now);
    }

    private void shrink(double factor, long now) {
        limit = Math.max(1, limit * factor);
        shrunk = true;
        lastShrinkNanos = now;
        lateInARow.clear();
        begin(now);
    }

    private void begin(long now) {
        windowNanos = now;
        calls = 0;
        late = 0;
        sumNanos = 0;
        lateInWindow.clear();
    }
}
