package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Origin;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A scan that fills a listing. Skips dead letters of other queues that share the dead-letter queue. One thread scans;
 * any thread may read what was seen so far.
 */
final class ListingScan implements QueueScan.Visitor {

    /** Whole dead letters are kept up to this number of characters, so that a listing leaves the heap to events. */
    static final int MAX_KEPT_CHARACTERS = 4 * 1024 * 1024;

    private final QueueScan scan;
    private final Clock clock;

    // All below: guarded by this.
    private final Map<String, Head> heads = new LinkedHashMap<>();
    private final Map<String, DeadLetter> whole = new LinkedHashMap<>();
    private int keptCharacters;
    private long total;

    ListingScan(QueueScan scan, Clock clock) {
        this.scan = scan;
        this.clock = clock;
    }

    /** @param enough evaluated between receives; true ends the scan */
    DeadLetterListing run(BooleanSupplier enough) {
        QueueScan.Result result = scan.run(QueueScan.Bounds.LIST, this, enough);
        return listing(result.complete(), false, result.total());
    }

    /** What was seen so far. */
    synchronized DeadLetterListing soFar() {
        return listing(false, true, total);
    }

    /** A dead letter with its body; empty if it was not seen, or not kept because there are too many. */
    synchronized Optional<DeadLetter> whole(String id) {
        return Optional.ofNullable(whole.get(id));
    }

    @Override
    public synchronized void begin(long count) {
        total = count;
    }

    @Override
    public synchronized List<DeadLetter> visit(List<DeadLetter> deadLetters) {
        for (DeadLetter deadLetter : deadLetters) {
            if (deadLetter.origin() == Origin.OTHER) {
                continue;
            }
            heads.put(deadLetter.id(), deadLetter.shortHead());
            int characters = deadLetter.message().body().length();
            if (keptCharacters + characters <= MAX_KEPT_CHARACTERS) {
                keptCharacters += characters;
                whole.put(deadLetter.id(), deadLetter);
            }
        }
        return deadLetters;
    }

    private synchronized DeadLetterListing listing(boolean complete, boolean running, long count) {
        return new DeadLetterListing(clock.instant(), List.copyOf(heads.values()), complete, running, count);
    }
}
