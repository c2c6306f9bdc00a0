package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a list of dead letters shows, and in which order.
 *
 * @param search text that an id, the detail, the reservation id, the trace id or the body contains, in any case; 1 to
 *     {@value #MAX_SEARCH} characters
 */
public record DeadLetterQuery(DeadLetterFilter selection, Optional<String> search, Order order) {

    private static final int MAX_SEARCH = 200;

    /** The order of a list. */
    public enum Order {
        NEWEST,
        OLDEST,
        MOST_ATTEMPTS,
        REASON,
        RESERVATION;

        private Comparator<Head> comparator() {
            Comparator<Head> newest = Comparator.comparing(Head::diedAt).reversed();
            Comparator<Head> first = switch (this) {
                case NEWEST -> newest;
                case OLDEST -> Comparator.comparing(Head::diedAt);
                case MOST_ATTEMPTS -> Comparator.comparingInt(Head::attempts).reversed();
                case REASON -> Comparator.comparing(Head::reason);
                case RESERVATION ->
                    Comparator.comparing(head -> head.reservationId().orElse(""));
            };
            return first.thenComparing(newest).thenComparing(Head::id);
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is no such order */
        public static Order of(String word) {
            return Stream.of(values())
                    .filter(order -> order.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("sort: one of "
                            + String.join(
                                    ", ", Stream.of(values()).map(Order::word).toList())));
        }
    }

    /** @throws IllegalArgumentException if the text is too long */
    public DeadLetterQuery {
        if (search.filter(text -> text.isEmpty() || text.length() > MAX_SEARCH).isPresent()) {
            throw new IllegalArgumentException("search: 1 to " + MAX_SEARCH + " characters");
        }
    }

    /** All that a filter selects, the newest first. */
    public static DeadLetterQuery of(DeadLetterFilter selection) {
        return new DeadLetterQuery(selection, Optional.empty(), Order.NEWEST);
    }

    /** @param whole the dead letter with its body, if it is at hand */
    List<Head> select(DeadLetterListing listing, Function<String, Optional<DeadLetter>> whole) {
        Predicate<Head> found = search.map(text -> search(text, whole)).orElse(any -> true);
        Stream<Head> selected = listing.matching(selection).stream().filter(found);
        return order == Order.NEWEST
                ? selected.toList() // A listing has that order.
                : selected.sorted(order.comparator()).toList();
    }

    /**
     * How many of the dead letters that a filter selects were not searched to their end, and not found either: their
     * bodies are not at hand. 0 without a search.
     */
    long notSearched(DeadLetterListing listing, List<Head> found, Function<String, Optional<DeadLetter>> whole) {
        if (search.isEmpty()) {
            return 0;
        }
        Predicate<Head> isCut = head -> whole.apply(head.id()).isEmpty();
        return listing.matching(selection).stream().filter(isCut).count()
                - found.stream().filter(isCut).count();
    }

    private static Predicate<Head> search(String text, Function<String, Optional<DeadLetter>> whole) {
        Pattern pattern = Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        Predicate<String> contains = value -> pattern.matcher(value).find();
        return head -> contains.test(head.id())
                || contains.test(head.detail())
                || head.reservationId().filter(contains).isPresent()
                || head.traceId().filter(contains).isPresent()
                || head.originalMessageId().filter(contains).isPresent()
                || whole.apply(head.id())
                        .filter(deadLetter -> contains.test(deadLetter.message().body())
                                || contains.test(deadLetter.head().detail()))
                        .isPresent();
    }
}
