package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the number of concurrent calls that a service can take without its answers coming near their deadline. Uses
 * only the begin and end times of calls, so that tests can run it in virtual time. Not thread-safe.
 *
 * <ul>
 *   <li>The limit is the width of the pool until the mean of a window of calls comes near the deadline <em>and</em> is
 *       more than twice the time that the service takes when no call waits. A service that is slow but not overloaded
 *       keeps the full limit.
 *   <li>The limit shrinks by the ratio of the target latency to the mean, because calls that wait for each other take
 *       time in proportion to their number. It shrinks to a quarter when calls for several reservations are late and no
 *       call between them is in time.
 *   <li>Between two thresholds the limit stays. Below the lower threshold it grows by a fifth, at least by one, for
 *       each window.
 * </ul>
 *
 * <p>The thresholds are fractions of the deadline because the goal is to meet the deadline. A lower latency is not the
 * goal.
 *
 * @see <a href="https://github.com/Netflix/concurrency-limits">Netflix concurrency-limits</a>, whose Vegas and Gradient
 *     limits aim at the lowest latency instead
 */
final class AdaptiveLimit {

    static final double LOW = 0.35;
    static final double TARGET = 0.4;
    static final double HIGH = 0.55;

    /** The minimum duration of a window of calls. */
    static final Duration WINDOW = Duration.ofMillis(100);

    /**
     * The number of reservations with late calls in a row that means overload. One slow reservation is not an overload.
     */
    private static final int LATE_IN_A_ROW = 3;

    private static final double LATE_SHARE = 0.1;
    private static final double GROWTH = 0.2;
    private static final double NEAR = 1.3;

    /** After the limit shrinks, a service whose latency is always high gets a higher limit only after this time. */
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

    /** The maximum number of concurrent calls: 1 to the width of the pool. */
    int limit() {
        return (int) limit;
    }

    /** Whether calls have been late since the last call in time. */
    boolean isLate() {
        return !lateInARow.isEmpty();
    }

    /** Calls up to this duration are not near the deadline and may be reported in bulk. */
    double quickNanos() {
        return LOW * deadlineNanos;
    }

    /** Records calls in time that ended while the limit was at its full width. */
    void quick(long count, long totalNanos, long fastestNanos) {
        if (count > 0) {
            calls += count;
            sumNanos += totalNanos;
            baselineNanos = Math.min(baselineNanos, (double) fastestNanos);
        }
    }

    /** Records a call that was answered in time. */
    void answered(long begun, long now) {
        lateInARow.clear();
        baselineNanos = Math.min(baselineNanos, (double) Math.max(1, now - begun));
        count(begun, now);
    }

    /** Records a call that was not answered in time. */
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

    /** Such a call measures the state before the limit shrank. */
    private boolean isBeforeShrink(long begun) {
        return shrunk && begun - lastShrinkNanos < 0;
    }

    private void close(long now) {
        double mean = sumNanos / calls;
        boolean oftenLate = late >= LATE_SHARE * calls && lateInWindow.size() > 1;
        boolean queued = mean > HIGH * deadlineNanos && mean > 2 * baselineNanos;
        if (limit() == 1) {
            // No call of this pod waits for another one, so the mean is the time that the service takes by itself.
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
