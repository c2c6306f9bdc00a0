package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.platform.collection.LatestEntries;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What scans have seen: the last listing while it is fresh, the whole dead letters of the last scan, and the listings of
 * which pages were handed out, so that every page of a list comes from the same listing. Of these two are kept, because
 * one takes megabytes in the worst case. Thread-safe.
 */
final class Listings {

    /** The maximum age of the last listing, unless a new scan is requested. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** How long pages and whole dead letters stay usable. */
    static final Duration KEPT = Duration.ofMinutes(15);

    private static final int MAX_PAGED = 2;

    private final Clock clock;
    private final ScheduledExecutorService timer;

    private volatile Optional<DeadLetterListing> last = Optional.empty();

    /** The scan that fills a listing at the moment. */
    private volatile Optional<ListingScan> filling = Optional.empty();

    /** The last scan that has ended. */
    private volatile Optional<ListingScan> filled = Optional.empty();

    // Both guarded by this.
    private final Map<Long, DeadLetterListing> paged = LatestEntries.byInsertion(MAX_PAGED);
    private long lastId;

    Listings(Clock clock, ScheduledExecutorService timer) {
        this.clock = clock;
        this.timer = timer;
        // Page tokens of an earlier process must not be taken for ours.
        this.lastId = clock.millis();
    }

    /** Scans the queue. Meanwhile others may read what was seen so far. */
    DeadLetterListing fill(QueueScan pass, BooleanSupplier enough) {
        ListingScan scan = new ListingScan(pass, clock);
        filling = Optional.of(scan);
        try {
            DeadLetterListing listing = scan.run(enough);
            filled = filling;
            return listing;
        } finally {
            filling = Optional.empty();
        }
    }

    /** Makes a listing the last one. */
    void publish(DeadLetterListing listing) {
        last = Optional.of(listing);
        Optional<ListingScan> scan = filled;
        later(FRESH, () -> last = fresh());
        later(KEPT, () -> {
            dropExpired();
            // Another scan may have taken its place.
            if (filled.equals(scan)) {
                filled = Optional.empty();
            }
        });
    }

    /** Frees what has expired: it takes some megabytes in the worst case. */
    private void later(Duration age, Runnable free) {
        try {
            Future<?> unused = timer.schedule(free, age.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            // It is freed when the process ends.
        }
    }

    /** The last listing, if it is still fresh. */
    Optional<DeadLetterListing> fresh() {
        return last.filter(listing -> clock.instant().isBefore(listing.takenAt().plus(FRESH)));
    }

    /** The last listing, if it is still fresh, or else what the scan that runs has seen. */
    Optional<DeadLetterListing> known() {
        return fresh().or(() -> filling.map(ListingScan::soFar));
    }

    /** What the scan that runs has seen; if none runs, the last listing. */
    DeadLetterListing soFar() {
        return filling.map(ListingScan::soFar)
                .or(() -> last)
                .orElseGet(() -> new DeadLetterListing(clock.instant(), List.of(), false, true, 0));
    }

    /** The dead letter with body and attributes, as the last scan has seen it; empty if it was not kept. */
    Optional<DeadLetter> seen(String id) {
        return filling.flatMap(scan -> scan.whole(id)).or(() -> filled.flatMap(scan -> scan.whole(id)));
    }

    /** Forgets all but the listings of which pages were handed out. */
    void forget() {
        last = Optional.empty();
        filled = Optional.empty();
    }

    /** Keeps a listing for its further pages, and returns the id under which it is found. */
    synchronized long keepForPages(DeadLetterListing listing) {
        for (Map.Entry<Long, DeadLetterListing> kept : paged.entrySet()) {
            if (kept.getValue().equals(listing)) {
                return kept.getKey();
            }
        }
        paged.put(++lastId, listing);
        return lastId;
    }

    synchronized Optional<DeadLetterListing> find(long id) {
        dropExpired();
        return Optional.ofNullable(paged.get(id));
    }

    private synchronized void dropExpired() {
        paged.values()
                .removeIf(listing -> !clock.instant().isBefore(listing.takenAt().plus(KEPT)));
    }
}
