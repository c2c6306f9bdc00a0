package com.traffictacos.reservation.worker.worker;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How long a batch that is not full waits for more entries: the longer, the busier the pool is. With all workers at work
 * ten events end soon and share a request; with a few at work they would only wait for each other. Safe for use by any
 * number of threads.
 */
@Singleton
public final class Linger {

    /** Below the 100 ms that an acknowledgement may wait, and long enough to fill batches from 120 events a second on. */
    static final Duration LONGEST = Duration.ofMillis(85);

    // A pool that is busy to 85 in a hundred waits the longest time.
    private static final Duration OF_A_FULL_POOL = Duration.ofMillis(100);

    private final IntSupplier inWork;
    private final int workers;

    @Inject
    public Linger(Leases leases, Permits permits) {
        this(leases::inWork, permits.total());
    }

    /** @param inWork how many of the workers are at work now */
    public Linger(IntSupplier inWork, int workers) {
        this.inWork = inWork;
        this.workers = workers;
    }

    /** For a batch that begins now; zero to {@link #LONGEST}. */
    Duration now() {
        return of(inWork.getAsInt(), workers);
    }

    static Duration of(int inWork, int workers) {
        Duration linger = OF_A_FULL_POOL.multipliedBy(inWork).dividedBy(workers);
        return linger.compareTo(LONGEST) < 0 ? linger : LONGEST;
    }
}
