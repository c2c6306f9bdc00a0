package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Measures leases by two clocks: a lease is over as soon as either clock says so. The wall clock may be set back; then
 * a lease would appear valid although the queue has delivered the message to another worker. The monotonic clock may
 * stand still while the machine is suspended. A lease that ends too early costs a retry; one that ends too late means
 * that two workers process the message. See ADR 0024.
 *
 * <p>Safe for use by any number of threads.
 */
@SingletonBean
public final class LeaseClock {

    private final Clock wall;
    private final LongSupplier nanoTime;

    @Inject
    public LeaseClock(Clock wall) {
        this(wall, System::nanoTime);
    }

    /** @param nanoTime the monotonic clock, as {@link System#nanoTime()} */
    public LeaseClock(Clock wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
    }

    Moment now() {
        return new Moment(wall.instant(), nanoTime.getAsLong());
    }

    /** The monotonic clock alone. */
    long nanos() {
        return nanoTime.getAsLong();
    }

    /** One moment on both clocks. */
    record Moment(Instant wall, long nanos) {

        Moment plus(Duration duration) {
            return new Moment(wall.plus(duration), nanos + duration.toNanos());
        }

        /** Whether either clock has reached the other moment. */
        boolean isPast(Moment other) {
            return nanos - other.nanos >= 0 || !wall.isBefore(other.wall);
        }

        /** The time until a later moment, by the clock that gives the shorter time. */
        Duration until(Moment later) {
            Duration byNanos = Duration.ofNanos(later.nanos - nanos);
            Duration byWall = Duration.between(wall, later.wall);
            return byNanos.compareTo(byWall) < 0 ? byNanos : byWall;
        }
    }
}
