package com.traffictacos.reservation.worker.pipeline.settle;

import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.permit.Permits;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Decides how long a batch that is not full waits for more entries. When most workers are busy, ten events end within a
 * short time and share a request. When half of the workers are free, the queue is not behind, and waiting only delays
 * an event. The time is then just long enough for events that were received together and end together. Safe for use by
 * any number of threads.
 */
@SingletonBean
public final class BatchLinger {

    static final Duration SHORTEST = Duration.ofMillis(30);

    /**
     * Below the 100 ms that an acknowledgement may wait, and long enough to fill batches from 120 events per second on.
     */
    static final Duration LONGEST = Duration.ofMillis(85);

    private static final double SHARE_FOR_THE_SHORTEST = 0.5;
    private static final double SHARE_FOR_THE_LONGEST = 0.65;

    private final IntSupplier inFlight;
    private final int workers;

    @Inject
    public BatchLinger(InFlightMessages deliveries, Permits permits) {
        this(deliveries::count, permits.total());
    }

    /** @param inFlight the number of workers that are busy now */
    public BatchLinger(IntSupplier inFlight, int workers) {
        this.inFlight = inFlight;
        this.workers = workers;
    }

    /** The linger time of a batch that begins now; {@link #SHORTEST} to {@link #LONGEST}. */
    Duration now() {
        return of(inFlight.getAsInt(), workers);
    }

    static Duration of(int inFlight, int workers) {
        double share = (double) inFlight / workers;
        double pressed = (share - SHARE_FOR_THE_SHORTEST) / (SHARE_FOR_THE_LONGEST - SHARE_FOR_THE_SHORTEST);
        long range = LONGEST.minus(SHORTEST).toNanos();
        return SHORTEST.plusNanos(Math.round(range * Math.clamp(pressed, 0.0, 1.0)));
    }
}
