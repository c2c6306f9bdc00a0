package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Origin;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Reads the dead-letter queue. What a scan has seen stays usable for a while, so that the pages of a list are
 * consistent, and opening a dead letter of a list needs no scan.
 *
 * <p>Thread-safe. A scan takes up to about a minute.
 */
@SingletonBean
public final class DeadLetterBrowser {

    private final DeadLetterQueue queue;
    private final QueueScan pass;
    private final ScanTurn turn = new ScanTurn();
    private final RecentMisses misses;
    private final Listings listings;
    private final BackgroundScan background;

    @Inject
    public DeadLetterBrowser(
            DeadLetterQueue queue,
            QueueDepths depths,
            Clock clock,
            WorkerExecutors executors,
            OperatorExecutor operators) {
        this.queue = queue;
        this.misses = new RecentMisses(clock);
        this.pass = new QueueScan(queue, depths, clock);
        this.listings = new Listings(clock, executors.polling());
        this.background = new BackgroundScan(() -> snapshot(true), operators);
    }

    /**
     * Lists the dead letters.
     *
     * @param refresh whether to scan again although the last listing is still fresh
     * @throws DeadLetterQueue.NoDeadLetterQueueException if there is none
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException if the queue could
     *     not be read
     */
    public DeadLetterListing snapshot(boolean refresh) {
        Optional<DeadLetterListing> known = listings.fresh();
        if (known.isPresent() && !refresh) {
            return known.get();
        }
        return turn.take(() -> {
            Optional<DeadLetterListing> meanwhile = listings.fresh();
            // Another caller has scanned while this one waited for its turn; that listing is fresh enough for both.
            if (meanwhile.isPresent() && !meanwhile.equals(known)) {
                return meanwhile.get();
            }
            DeadLetterListing taken = listings.fill(pass, turn::isOver);
            if (CurrentCaller.hasLeft()) {
                throw new CancellationException();
            }
            listings.publish(taken);
            return taken;
        });
    }

    /**
     * Lists the dead letters that are seen within a time. The scan continues after that; a later call returns more.
     *
     * @param refresh as for {@link #snapshot}
     * @param wait the maximum time to wait for the end of a scan; empty to wait for its end
     */
    public DeadLetterListing listing(boolean refresh, Optional<Duration> wait) {
        if (wait.isEmpty()) {
            return snapshot(refresh);
        }
        Optional<DeadLetterListing> known = listings.fresh();
        if (known.isPresent() && !refresh && !background.isRunning()) {
            return known.get();
        }
        return background.await(wait.get()).orElseGet(listings::soFar);
    }

    /** What is known without a scan; empty if there was none lately and none runs. */
    public Optional<DeadLetterListing> known() {
        return listings.known();
    }

    /**
     * The dead letter with body and attributes. One that the last scan has seen is shown as it was then; for others the
     * queue is searched.
     *
     * @return empty if the search did not find it
     */
    public Optional<DeadLetter> find(String id) {
        DeadLetterFilter.checkId(id);
        Optional<DeadLetter> seen = listings.seen(id);
        return seen.isPresent() ? seen : turn.take(() -> search(id));
    }

    private Optional<DeadLetter> search(String id) {
        // Of callers who ask for the same, the first one has searched for all.
        if (misses.contains(id)) {
            return Optional.empty();
        }
        List<DeadLetter> found = new ArrayList<>();
        QueueScan.Result result = pass.run(
                QueueScan.Bounds.SEARCH,
                deadLetters -> {
                    deadLetters.stream()
                            .filter(deadLetter -> deadLetter.id().equals(id) && deadLetter.origin() != Origin.OTHER)
                            .findFirst()
                            .ifPresent(found::add);
                    return deadLetters;
                },
                () -> !found.isEmpty() || turn.isOver());
        if (found.isEmpty() && result.emptied()) {
            misses.add(id);
        }
        return found.stream().findFirst();
    }

    /** Forgets what was seen, because the queue has changed. Pages that were handed out stay usable. */
    public void forget() {
        listings.forget();
    }

    /** Ends the scans, for good; they release what they have received. */
    public void stopScans() {
        turn.stop();
    }

    /** Waits until the scan that was stopped has released what it had received. */
    public void awaitScansStopped(Duration timeout) throws InterruptedException {
        turn.awaitFree(timeout);
    }

    public DeadLetterQueue queue() {
        return queue;
    }

    public QueueScan pass() {
        return pass;
    }

    Listings listings() {
        return listings;
    }
}
