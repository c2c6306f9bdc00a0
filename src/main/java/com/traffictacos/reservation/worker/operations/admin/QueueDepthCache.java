package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Caches the depths of both queues for the operators' interfaces. Reads them at most once every few seconds, whatever
 * the number of callers, and not at all without a caller. Thread-safe.
 */
@Singleton
public final class QueueDepthCache {

    static final Duration FRESH = Duration.ofSeconds(5);

    private final QueueDepths depths;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Measured last = new Measured(Optional.empty(), Optional.empty(), Instant.EPOCH);

    @Inject
    public QueueDepthCache(QueueDepths depths, Clock clock) {
        this.depths = depths;
        this.clock = clock;
    }

    /**
     * The depths at one moment.
     *
     * @param queue empty if the queue did not answer
     * @param deadLetters empty if the queue did not answer, or if there is no dead-letter queue
     * @param at when the queues were read
     */
    public record Measured(Optional<Depth> queue, Optional<Depth> deadLetters, Instant at) {}

    /** The latest depths. Blocks one caller while it reads the queues; other callers get the previous values. */
    public Measured latest() {
        // Other callers take the cached values during a read, so that a slow queue delays one caller and not all.
        if (!clock.instant().isBefore(last.at().plus(FRESH)) && asking.tryLock()) {
            try {
                Optional<Depth> queue = ask(depths::queue);
                last = new Measured(queue, ask(depths::deadLetterQueue), clock.instant());
            } finally {
                asking.unlock();
            }
        }
        return last;
    }

    private static Optional<Depth> ask(Supplier<Depth> question) {
        try {
            return Optional.of(question.get());
        } catch (QueueUnavailableException e) {
            // The poll loop already reports this, at a higher level.
            return Optional.empty();
        }
    }
}
