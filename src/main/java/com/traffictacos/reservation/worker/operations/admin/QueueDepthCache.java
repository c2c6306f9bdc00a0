package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable;
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
 * How deep both queues are for somebody who watches: asked at most every few seconds however many look, and not at all
 * while nobody does. Safe for use by any number of threads.
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
     * What the queues said.
     *
     * @param queue empty if it did not answer
     * @param deadLetters empty if it did not answer, or there is none
     * @param at when they were asked
     */
    public record Measured(Optional<Depth> queue, Optional<Depth> deadLetters, Instant at) {}

    /** The latest figures. */
    public Measured latest() {
        // Whoever comes while somebody else asks takes what is known: a slow queue holds up one caller, not all.
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
        } catch (QueueUnavailable e) {
            // The poll loop says so already, louder.
            return Optional.empty();
        }
    }
}
