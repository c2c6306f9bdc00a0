package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Origin;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the dead-letter queue. Scans run one at a time, since two would hide dead letters from each other. The result
 * of a scan is cached for a while, so that the pages of a list are consistent with its totals and cost a single scan.
 *
 * <p>Dead letters of other queues that share the dead-letter queue are skipped.
 *
 * <p>Thread-safe. A scan blocks for up to about 20 seconds.
 */
@SingletonBean
public final class DeadLetterBrowser {

    /** The maximum age of the cached listing, unless a new scan is requested. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** How soon a call that waits for its turn notices that its caller has left. */
    private static final Duration TURN_CHECK = Duration.ofMillis(200);

    private final DeadLetterQueue queue;
    private final Clock clock;
    private final QueueScan pass;
    private final ReentrantLock looking = new ReentrantLock();
    private final ScheduledExecutorService timer;
    private final RecentMisses misses;
    private volatile Optional<DeadLetterListing> last = Optional.empty();

    @Inject
    public DeadLetterBrowser(DeadLetterQueue queue, QueueDepths depths, Clock clock, WorkerExecutors executors) {
        this.timer = executors.polling();
        this.queue = queue;
        this.clock = clock;
        this.misses = new RecentMisses(clock);
        this.pass = new QueueScan(queue, depths, clock);
    }

    /**
     * Lists the dead letters.
     *
     * @param refresh whether to scan again although the cached listing is still fresh
     * @throws DeadLetterQueue.NoDeadLetterQueueException if there is none
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException if the queue could
     *     not be read
     */
    public DeadLetterListing snapshot(boolean refresh) {
        Optional<DeadLetterListing> known = kept();
        if (known.isPresent() && !refresh) {
            return known.get();
        }
        awaitTurn();
        try {
            Optional<DeadLetterListing> meanwhile = kept();
            // Another caller has scanned while this one waited for the lock; that listing is fresh enough for both.
            if (meanwhile.isPresent() && !meanwhile.equals(known)) {
                return meanwhile.get();
            }
            DeadLetterListing taken = look();
            if (CurrentCaller.hasLeft()) {
                throw new CancellationException();
            }
            last = Optional.of(taken);
            forgetLater();
            return taken;
        } finally {
            looking.unlock();
        }
    }

    /** The cached listing, if it is still fresh: for the further pages of a list. */
    public Optional<DeadLetterListing> kept() {
        return last.filter(
                snapshot -> clock.instant().isBefore(snapshot.takenAt().plus(FRESH)));
    }

    /** Drops the cached listing, because the queue has changed. */
    void forget() {
        last = Optional.empty();
    }

    /** Frees an expired listing, which takes some megabytes in the worst case. */
    private void forgetLater() {
        try {
            Future<?> unused =
                    timer.schedule(() -> last = kept(), FRESH.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            // The listing is freed when the process ends.
        }
    }

    /** The dead letter with body and attributes; empty if the scan did not find it. */
    public Optional<DeadLetter> find(String id) {
        DeadLetterFilter.checkId(id);
        List<DeadLetter> found = new ArrayList<>();
        awaitTurn();
        try {
            // Of callers who ask for the same, the first one has searched for all.
            if (misses.contains(id)) {
                return Optional.empty();
            }
            QueueScan.Result result = pass.run(
                    QueueScan.Bounds.LOOK,
                    deadLetters -> {
                        deadLetters.stream()
                                .filter(deadLetter -> deadLetter.id().equals(id) && deadLetter.origin() != Origin.OTHER)
                                .findFirst()
                                .ifPresent(found::add);
                        return deadLetters;
                    },
                    () -> !found.isEmpty() || CurrentCaller.hasLeft());
            if (found.isEmpty() && result.emptied()) {
                misses.add(id);
            }
        } finally {
            looking.unlock();
        }
        return found.stream().findFirst();
    }

    /** Waits until no other scan runs; in vain if the caller leaves. */
    private void awaitTurn() {
        try {
            while (!looking.tryLock(TURN_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (CurrentCaller.hasLeft()) {
                    throw new CancellationException();
                }
            }
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private DeadLetterListing look() {
        Map<String, Head> heads = new LinkedHashMap<>();
        QueueScan.Result result = pass.run(
                QueueScan.Bounds.LOOK,
                deadLetters -> {
                    deadLetters.stream()
                            .filter(deadLetter -> deadLetter.origin() != Origin.OTHER)
                            .forEach(deadLetter -> heads.put(deadLetter.id(), deadLetter.shortHead()));
                    return deadLetters;
                },
                () -> Thread.currentThread().isInterrupted() || CurrentCaller.hasLeft());
        return new DeadLetterListing(clock.instant(), List.copyOf(heads.values()), result.complete(), result.total());
    }

    DeadLetterQueue queue() {
        return queue;
    }

    QueueScan pass() {
        return pass;
    }
}
