package com.traffictacos.reservation.worker.deadletter;

import com.traffictacos.reservation.worker.deadletter.DeadLetterQueue.Depths;
import com.traffictacos.reservation.worker.worker.MessageQueue.QueueUnavailable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How deep both queues are, asked at most every few seconds however many look, and not at all while nobody does. Safe
 * for use by any number of threads.
 */
@Singleton
public final class QueueDepths {

    static final Duration FRESH = Duration.ofSeconds(5);

    private final DeadLetterQueue queue;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<Measured> last = Optional.empty();
    private volatile Instant askAgainAt = Instant.MIN;

    @Inject
    public QueueDepths(DeadLetterQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** @param at when the queues were asked */
    public record Measured(Depths depths, Instant at) {}

    /** The latest figures; old ones while the queues cannot be asked, none if they never could. */
    public Optional<Measured> latest() {
        // Whoever comes while somebody else asks takes what is known: a slow queue holds up one caller, not all.
        if (!clock.instant().isBefore(askAgainAt) && asking.tryLock()) {
            try {
                last = Optional.of(new Measured(queue.depths(), clock.instant()));
            } catch (QueueUnavailable e) {
                // The poll loop says so already, louder.
            } finally {
                askAgainAt = clock.instant().plus(FRESH);
                asking.unlock();
            }
        }
        return last;
    }
}
