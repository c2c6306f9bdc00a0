package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Caches the depths of both queues for the metrics and the operators' interfaces. Reads them at most once every few
 * seconds, whatever the number of callers, and not at all without a caller. Thread-safe.
 */
@SingletonBean
public final class QueueDepthCache {

    static final Duration FRESH = Duration.ofSeconds(5);

    private static final JsonLog LOG = JsonLog.of(QueueDepthCache.class);

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
                read();
            } finally {
                asking.unlock();
            }
        }
        return last;
    }

    /** The depths that were read last, of any age. Makes no request. */
    Measured cached() {
        return last;
    }

    private void read() {
        // If a depth could not be read, for whatever reason, it is unknown; the old value is not kept.
        Optional<Depth> queue = Optional.empty();
        Optional<Depth> deadLetters = Optional.empty();
        try {
            queue = ask("queue", depths::queue);
            deadLetters = ask("dead-letter queue", depths::deadLetterQueue);
        } finally {
            last = new Measured(queue, deadLetters, clock.instant());
        }
    }

    private static Optional<Depth> ask(String name, Supplier<Depth> question) {
        try {
            return Optional.of(question.get());
        } catch (QueueUnavailableException e) {
            // The poll loop already reports this, at a higher level.
            LOG.debug("the depth of the " + name + " is not known", fields -> fields.error(e));
            return Optional.empty();
        }
    }
}
