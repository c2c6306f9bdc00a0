package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of the dead letters that a scan has seen died in each hour of the last day, by reason. Those that were redriven or
 * discarded since are not counted.
 *
 * @param from the beginning of the first hour
 * @param byReason {@value #HOURS} counts each, the oldest hour first; the last one is the hour that is not over
 * @param complete whether the scan has seen every dead letter, as far as the queue shows
 */
public record ReasonTrend(Instant from, Map<String, List<Long>> byReason, boolean complete) {

    public static final int HOURS = 24;

    static ReasonTrend of(DeadLetterListing listing) {
        Instant from = listing.takenAt().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
        Map<String, List<Long>> byReason = new TreeMap<>();
        for (Head deadLetter : listing.deadLetters()) {
            long hour = Math.floorDiv(
                    Duration.between(from, deadLetter.diedAt()).toSeconds(),
                    Duration.ofHours(1).toSeconds());
            // A clock of another pod may be ahead.
            if (hour >= 0 && hour <= HOURS) {
                List<Long> counts = byReason.computeIfAbsent(
                        deadLetter.reason(), unused -> new ArrayList<>(Collections.nCopies(HOURS, 0L)));
                int index = (int) Math.min(hour, HOURS - 1L);
                counts.set(index, counts.get(index) + 1);
            }
        }
        return new ReasonTrend(from, byReason, listing.complete());
    }
}
