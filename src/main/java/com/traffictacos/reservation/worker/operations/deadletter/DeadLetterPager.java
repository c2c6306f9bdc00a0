package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Divides listings into pages. All pages of a list come from one listing. Thread-safe. */
@SingletonBean
public final class DeadLetterPager {

    public static final int DEFAULT_SIZE = 50;
    static final int MAX_SIZE = 500;

    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,15})-([0-9]{1,9})");

    private final DeadLetterBrowser deadLetters;

    @Inject
    public DeadLetterPager(DeadLetterBrowser deadLetters) {
        this.deadLetters = deadLetters;
    }

    /**
     * One page.
     *
     * @param matched the number of selected dead letters on all pages
     * @param notSearched of a search, the number of dead letters whose bodies were not searched, because there are too many
     *     to keep
     * @param next the token of the next page; empty on the last one
     */
    public record Page(
            DeadLetterListing snapshot,
            List<Head> deadLetters,
            long matched,
            long notSearched,
            Optional<String> next) {}

    /** The listing that the page token refers to is no longer kept; the caller has to start at the first page. */
    public static final class StalePageTokenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StalePageTokenException() {
            super("the list has been taken anew since; begin with its first page");
        }
    }

    /**
     * One page of a list.
     *
     * @param size 1 to {@value #MAX_SIZE}
     * @param token from the previous page; empty for the first page
     * @param refresh whether the first page requires a new scan
     * @param wait the maximum time to wait for the end of that scan; empty to wait for its end
     * @throws IllegalArgumentException if size or token are not valid
     * @throws StalePageTokenException if the listing of the token has expired
     */
    public Page page(
            DeadLetterQuery query, int size, Optional<String> token, boolean refresh, Optional<Duration> wait) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("page_size: 1 to " + MAX_SIZE);
        }
        if (token.isEmpty()) {
            return cut(deadLetters.listing(refresh, wait), query, 0, size);
        }
        Matcher parts = TOKEN.matcher(token.get());
        if (!parts.matches()) {
            throw new IllegalArgumentException("page_token: none that was given out");
        }
        DeadLetterListing snapshot =
                deadLetters.listings().find(Long.parseLong(parts.group(1))).orElseThrow(StalePageTokenException::new);
        return cut(snapshot, query, Integer.parseInt(parts.group(2)), size);
    }

    private Page cut(DeadLetterListing snapshot, DeadLetterQuery query, int from, int size) {
        List<Head> matching = query.select(snapshot, deadLetters.listings()::seen);
        int begin = Math.min(from, matching.size());
        int end = Math.min(begin + size, matching.size());
        Optional<String> next = end < matching.size()
                ? Optional.of(deadLetters.listings().keepForPages(snapshot) + "-" + end)
                : Optional.empty();
        long notSearched = query.notSearched(snapshot, matching, deadLetters.listings()::seen);
        return new Page(snapshot, matching.subList(begin, end), matching.size(), notSearched, next);
    }
}
