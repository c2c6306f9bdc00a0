package com.traffictacos.reservation.worker.operations.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionAndTrendTest {

    private static final Instant NOW = Instant.parse("2025-01-23T10:20:00Z");
    private static final String MARK = "String.reservation-worker.events";

    /** The clock of the retention runs from the time of sending, not from the time at which a worker gave up. */
    @Test
    void aDeadLetterIsKeptFromItsSentTimestampOn() {
        Instant sent = NOW.minus(Duration.ofDays(3));
        DeadLetter deadLetter = deadLetter("a", "retries_exhausted", NOW, sent);

        assertThat(deadLetter.head().expiresAt()).isEmpty();
        assertThat(deadLetter.keptFor(Duration.ofDays(4)).shortHead().expiresAt())
                .contains(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void tellsWhichIsDeletedNext() {
        Duration kept = Duration.ofDays(4);

        assertThat(listing(true, deadLetter("a", "x", NOW, NOW)).nextExpiry()).isEmpty();
        assertThat(listing(
                                true,
                                deadLetter("a", "x", NOW, NOW).keptFor(kept),
                                deadLetter("b", "x", NOW, NOW.minusSeconds(60)).keptFor(kept))
                        .nextExpiry())
                .contains(NOW.minusSeconds(60).plus(kept));
    }

    @Test
    void countsNewOnesOfEachReasonByHourOfTheLastDay() {
        DeadLetterListing listing = listing(
                false,
                deadLetter("a", "invalid_field", NOW, NOW),
                deadLetter("b", "invalid_field", NOW.minus(Duration.ofMinutes(20)), NOW),
                deadLetter("c", "invalid_field", NOW.minus(Duration.ofMinutes(21)), NOW),
                deadLetter("d", "retries_exhausted", Instant.parse("2025-01-22T11:00:00Z"), NOW),
                deadLetter("e", "retries_exhausted", Instant.parse("2025-01-22T10:59:59Z"), NOW),
                deadLetter("f", "too_early", NOW.plus(Duration.ofMinutes(41)), NOW));

        ReasonTrend trend = listing.trend();

        assertThat(trend.from()).isEqualTo("2025-01-22T11:00:00Z");
        assertThat(trend.complete()).isFalse();
        assertThat(trend.byReason()).containsOnlyKeys("invalid_field", "retries_exhausted", "too_early");
        assertThat(trend.byReason().get("invalid_field"))
                .hasSize(ReasonTrend.HOURS)
                .endsWith(1L, 2L)
                .startsWith(0L);
        assertThat(trend.byReason().get("retries_exhausted")).startsWith(1L).endsWith(0L);
        assertThat(trend.byReason().get("too_early")).isEqualTo(with(ReasonTrend.HOURS - 1));
        assertThat(listing(true).trend().byReason()).isEmpty();
    }

    private static List<Long> with(int index) {
        List<Long> counts = new ArrayList<>(Collections.nCopies(ReasonTrend.HOURS, 0L));
        counts.set(index, 1L);
        return counts;
    }

    private static DeadLetterListing listing(boolean complete, DeadLetter... deadLetters) {
        return new DeadLetterListing(
                NOW, Stream.of(deadLetters).map(DeadLetter::shortHead).toList(), complete, false, deadLetters.length);
    }

    private static DeadLetter deadLetter(String id, String reason, Instant failedAt, Instant sentAt) {
        return new DeadLetter(
                new ReceivedMessage(
                        id,
                        "handle",
                        "{}",
                        1,
                        sentAt,
                        Map.of(
                                "failure_reason", new MessageAttribute.Text(MARK, reason),
                                "failed_at", new MessageAttribute.Text(MARK, failedAt.toString())),
                        Optional.empty(),
                        Optional.empty()),
                EventType.UNKNOWN,
                Optional.empty(),
                Optional.empty());
    }
}
