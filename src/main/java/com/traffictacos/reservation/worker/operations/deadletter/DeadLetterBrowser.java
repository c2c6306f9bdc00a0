package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Origin;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks into the dead-letter queue. Looks are made one at a time, since two would hide letters from each other; what one
 * found is kept for a while, so that the pages of a list and the figures beside it fit together and cost one look.
 *
 * <p>Letters of other queues that share the dead-letter queue are passed over.
 *
 * <p>Safe for use by any number of threads. A look blocks for up to some twenty seconds.
 */
@Singleton
public final class DeadLetterBrowser {

    /** How old an answer may be, unless a new look is asked for. */
    static final Duration FRESH = Duration.ofSeconds(60);

    private final DeadLetterQueue queue;
    private final Clock clock;
    private final QueueScan pass;
    private final ReentrantLock looking = new ReentrantLock();
    private final ScheduledExecutorService timer;
    private volatile Optional<DeadLetterListing> last = Optional.empty();

    @Inject
    public DeadLetterBrowser(DeadLetterQueue queue, QueueDepths depths, Clock clock, WorkerExecutors executors) {
        this.timer = executors.polling();
        this.queue = queue;
        this.clock = clock;
        this.pass = new QueueScan(queue, depths, clock);
    }

    /**
     * What is there.
     *
     * @param refresh whether to look again although the last look was not long ago
     * @throws DeadLetterQueue.NoDeadLetterQueue if there is none
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable if it could not be asked
     */
    public DeadLetterListing snapshot(boolean refresh) {
        Optional<DeadLetterListing> known = kept();
        if (known.isPresent() && !refresh) {
            return known.get();
        }
        looking.lock();
        try {
            Optional<DeadLetterListing> meanwhile = kept();
            // Somebody else looked while this caller waited for its turn: that is fresh enough for both.
            if (meanwhile.isPresent() && !meanwhile.equals(known)) {
                return meanwhile.get();
            }
            DeadLetterListing taken = look();
            last = Optional.of(taken);
            forgetLater();
            return taken;
        } finally {
            looking.unlock();
        }
    }

    /** The last look, if it is still there: for the further pages of a list. */
    public Optional<DeadLetterListing> kept() {
        return last.filter(
                snapshot -> clock.instant().isBefore(snapshot.takenAt().plus(FRESH)));
    }

    /** Forgets the last look: something has changed. */
    void forget() {
        last = Optional.empty();
    }

    /** Some megabytes in the worst case: not worth keeping for nobody. */
    private void forgetLater() {
        try {
            Future<?> unused =
                    timer.schedule(() -> last = kept(), FRESH.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            // It goes with the process.
        }
    }

    /** The whole letter; empty if the look did not come across it. */
    public Optional<DeadLetter> find(String id) {
        DeadLetterFilter.checkId(id);
        List<DeadLetter> found = new ArrayList<>();
        looking.lock();
        try {
            QueueScan.Result unused = pass.run(
                    QueueScan.Bounds.LOOK,
                    letters -> {
                        letters.stream()
                                .filter(letter -> letter.id().equals(id) && letter.origin() != Origin.OTHER)
                                .findFirst()
                                .ifPresent(found::add);
                        return letters;
                    },
                    () -> !found.isEmpty());
        } finally {
            looking.unlock();
        }
        return found.stream().findFirst();
    }

    private DeadLetterListing look() {
        Map<String, Head> heads = new LinkedHashMap<>();
        QueueScan.Result result = pass.run(
                QueueScan.Bounds.LOOK,
                letters -> {
                    letters.stream()
                            .filter(letter -> letter.origin() != Origin.OTHER)
                            .forEach(letter -> heads.put(letter.id(), letter.shortHead()));
                    return letters;
                },
                () -> Thread.currentThread().isInterrupted());
        return new DeadLetterListing(clock.instant(), List.copyOf(heads.values()), result.complete(), result.total());
    }

    DeadLetterQueue queue() {
        return queue;
    }

    QueueScan pass() {
        return pass;
    }
}
