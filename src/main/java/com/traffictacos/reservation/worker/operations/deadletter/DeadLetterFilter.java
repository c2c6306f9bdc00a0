package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Selects dead letters. Every part that is set narrows the selection; without any, all are selected.
 *
 * @param reasons values of {@code failure_reason}; empty: any
 * @param types {@code expired}, {@code approved}, {@code failed}, {@code unknown}; empty: any
 * @param minAge the minimum time since the message was dead-lettered
 * @param maxAge the maximum time since the message was dead-lettered
 * @param ids message ids, at most {@value #MAX_IDS}; empty: any
 */
public record DeadLetterFilter(
        Set<String> reasons,
        Set<String> types,
        Optional<String> reservationId,
        Optional<Duration> minAge,
        Optional<Duration> maxAge,
        Set<String> ids) {

    static final int MAX_IDS = 1_000;

    private static final int MAX_WORDS = 50;
    private static final Duration LONGEST_AGE = Duration.ofDays(30);
    private static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::label).toList();
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

    // The last constant, because its initialization needs the others.
    /** Selects every dead letter. */
    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    /** @throws IllegalArgumentException if a part breaks its rule; the message names the part and not its value */
    public DeadLetterFilter {
        reasons = Set.copyOf(reasons);
        types = Set.copyOf(types);
        ids = Set.copyOf(ids);
        check(
                reasons.size() <= MAX_WORDS && reasons.stream().allMatch(DeadLetter.WORD.asMatchPredicate()),
                "reasons: not words");
        check(TYPES.containsAll(types), "types: accepted are " + String.join(", ", TYPES));
        check(ids.size() <= MAX_IDS, "ids: at most " + MAX_IDS);
        ids.forEach(DeadLetterFilter::checkId);
        reservationId.ifPresent(DeadLetterFilter::checkReservation);
        minAge.ifPresent(age -> checkAge("min_age_seconds", age));
        maxAge.ifPresent(age -> checkAge("max_age_seconds", age));
    }

    /** Selects dead letters by message id. */
    public static DeadLetterFilter ofIds(Set<String> ids) {
        return new DeadLetterFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), ids);
    }

    /** @throws IllegalArgumentException if this is not a valid message id */
    public static void checkId(String id) {
        check(MESSAGE_ID.matcher(id).matches(), "ids: a message id has 1 to 100 of A-Z a-z 0-9 -");
    }

    /** Whether the filter selects a dead letter. */
    public boolean matches(Head deadLetter, Instant now) {
        Duration age = Duration.between(deadLetter.diedAt(), now);
        return (ids.isEmpty() || ids.contains(deadLetter.id()))
                && (reasons.isEmpty() || reasons.contains(deadLetter.reason()))
                && (types.isEmpty() || types.contains(deadLetter.type()))
                && (reservationId.isEmpty() || reservationId.equals(deadLetter.reservationId()))
                && minAge.map(min -> age.compareTo(min) >= 0).orElse(true)
                && maxAge.map(max -> age.compareTo(max) <= 0).orElse(true);
    }

    /**
     * Whether a selected dead letter may be moved or removed. One of another queue never is; one of unclear origin has
     * to be named by its id.
     */
    public boolean allowsToMove(DeadLetter.Origin origin, String id) {
        return switch (origin) {
            case OWN -> true;
            case OTHER -> false;
            case UNCLEAR -> ids.contains(id);
        };
    }

    /** The same text for equal selections, whatever the order of their parts. */
    public String canonical() {
        return "reasons=" + new TreeSet<>(reasons) + ";types=" + new TreeSet<>(types) + ";reservation="
                + reservationId.orElse("") + ";min="
                + minAge.map(Duration::toString).orElse("") + ";max="
                + maxAge.map(Duration::toString).orElse("") + ";ids=" + new TreeSet<>(ids);
    }

    /** The selection in a few words, for people. */
    public String inWords() {
        List<String> parts = new ArrayList<>();
        if (!ids.isEmpty()) {
            parts.add(ids.size() + " named");
        }
        if (!reasons.isEmpty()) {
            parts.add("reason " + String.join(" or ", new TreeSet<>(reasons)));
        }
        if (!types.isEmpty()) {
            parts.add("type " + String.join(" or ", new TreeSet<>(types)));
        }
        reservationId.ifPresent(id -> parts.add("reservation " + id));
        minAge.ifPresent(age -> parts.add("dead for over " + age.toSeconds() + " s"));
        maxAge.ifPresent(age -> parts.add("dead for at most " + age.toSeconds() + " s"));
        return parts.isEmpty() ? "every dead letter" : String.join(", ", parts);
    }

    private static void checkReservation(String reservationId) {
        try {
            ReservationId unused = new ReservationId(reservationId);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reservation_id: " + e.getMessage(), e);
        }
    }

    private static void checkAge(String name, Duration age) {
        check(!age.isNegative() && age.compareTo(LONGEST_AGE) <= 0, name + ": 0 to " + LONGEST_AGE.toSeconds());
    }

    private static void check(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
