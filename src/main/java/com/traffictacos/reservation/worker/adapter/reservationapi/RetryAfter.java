package com.traffictacos.reservation.worker.adapter.reservationapi;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The header {@code Retry-After}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {

    /**
     * The longest wait that is accepted. An error in a proxy's configuration must not take seats off sale for a day.
     */
    static final Duration MAX = Duration.ofMinutes(15);

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * Parses seconds or an HTTP date.
     *
     * @return how long to wait, more than zero and at most {@link #MAX}; absent if the header has no usable value
     */
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        return (isDigits(text) ? seconds(text) : untilDate(text, now))
                .filter(wait -> wait.isPositive())
                .map(wait -> wait.compareTo(MAX) < 0 ? wait : MAX);
    }

    private static Optional<Duration> seconds(String digits) {
        return Optional.of(digits.length() > MAX_DIGITS ? MAX : Duration.ofSeconds(Long.parseLong(digits)));
    }

    private static Optional<Duration> untilDate(String text, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, date));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
