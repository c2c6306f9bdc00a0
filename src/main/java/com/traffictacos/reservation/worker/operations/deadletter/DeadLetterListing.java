package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one scan of the dead-letter queue has seen.
 *
 * @param deadLetters the newest first
 * @param complete whether these are all dead letters, as far as the queue shows
 * @param running whether the scan continues, so that more may be seen
 * @param approximateTotal the queue's own approximate count
 */
public record DeadLetterListing(
        Instant takenAt, List<Head> deadLetters, boolean complete, boolean running, long approximateTotal) {

    public DeadLetterListing {
        deadLetters = deadLetters.stream()
                .sorted(Comparator.comparing(Head::diedAt).reversed().thenComparing(Head::id))
                .toList();
    }

    /** The dead letters that a filter selects. */
    public List<Head> matching(DeadLetterFilter selection) {
        return deadLetters.stream()
                .filter(deadLetter -> selection.matches(deadLetter, takenAt))
                .toList();
    }

    public Map<String, Long> byReason() {
        return counted(deadLetters, Head::reason);
    }

    public Map<String, Long> byType() {
        return counted(deadLetters, Head::type);
    }

    /** The number of dead letters by the hour of {@link Head#diedAt()}, in UTC. */
    public Map<String, Long> byHour() {
        return counted(
                deadLetters,
                deadLetter -> deadLetter.diedAt().truncatedTo(ChronoUnit.HOURS).toString());
    }

    /** The new dead letters of each reason by hour, over the last day. */
    public ReasonTrend trend() {
        return ReasonTrend.of(this);
    }

    /** When the queue deletes the next one; empty if there is none, or if that is not known. */
    public Optional<Instant> nextExpiry() {
        return deadLetters.stream()
                .flatMap(deadLetter -> deadLetter.expiresAt().stream())
                .min(Comparator.naturalOrder());
    }

    public Optional<Instant> oldest() {
        return deadLetters.stream().map(Head::diedAt).min(Comparator.naturalOrder());
    }

    public static Map<String, Long> counted(List<Head> deadLetters, Function<Head, String> key) {
        return deadLetters.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }
}
