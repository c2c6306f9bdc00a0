package com.traffictacos.reservation.worker.operations.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "<script>", "A", "a b", "a;b", "a-b", "_a"})
    void refusesWhatIsNoReason(String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorFixture.reason(reason))
                .withMessageStartingWith("reasons:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../etc", "a/b", "a\nb", "é", "a_b"})
    void refusesWhatIsNoMessageId(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeadLetterFilter.ofIds(Set.of(id)))
                .withMessageStartingWith("ids:");
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeadLetterFilter.ofIds(IntStream.rangeClosed(0, DeadLetterFilter.MAX_IDS)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.toSet())));
        assertThatIllegalArgumentException().isThrownBy(() -> with(Set.of("EXPIRED"), "r", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> with(Set.of(), "..", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> with(Set.of(), "r", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> with(Set.of(), "r", 2_592_001));
    }

    @Test
    void meansTheSameWhateverTheOrder() {
        assertThat(DeadLetterFilter.ofIds(Set.of("b", "a", "c")).canonical())
                .isEqualTo(DeadLetterFilter.ofIds(Set.of("c", "b", "a")).canonical());
        assertThat(DeadLetterFilter.ofIds(Set.of("a")).canonical()).isNotEqualTo(DeadLetterFilter.ALL.canonical());
        assertThat(with(Set.of(), "a", 1).canonical())
                .isNotEqualTo(with(Set.of(), "a", 2).canonical());
    }

    @Test
    void takesOnlyWordsForReasons() {
        assertThat(deadLetter("paid_but_not_held").reason()).isEqualTo("paid_but_not_held");
        assertThat(deadLetter("a_reason_of_tomorrow").reason()).isEqualTo("a_reason_of_tomorrow");
        assertThat(deadLetter("<b>markup</b>").reason()).isEqualTo(DeadLetter.UNKNOWN_REASON);
    }

    @Test
    void cutsDetailsInListsAndNowhereElse() {
        DeadLetter deadLetter = new DeadLetter(
                EventMessages.withAttribute(EventMessages.withBody("\u00e9"), "failure_detail", "x".repeat(1_000)),
                EventType.UNKNOWN,
                Optional.empty(),
                Optional.empty());

        assertThat(deadLetter.head().detail()).hasSize(1_000);
        assertThat(deadLetter.shortHead().detail()).hasSizeLessThan(200).endsWith("...");
        assertThat(deadLetter.head().bodyBytes()).isEqualTo(2);
        assertThat(deadLetter).hasToString("dead letter msg-1");
    }

    private static DeadLetter deadLetter(String reason) {
        return new DeadLetter(
                EventMessages.withAttribute(EventMessages.withBody("{}"), "failure_reason", reason),
                EventType.UNKNOWN,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void describesItselfInWords() {
        assertThat(DeadLetterFilter.ALL.words()).isEqualTo("every dead letter");
        assertThat(with(Set.of("expired", "approved"), "rsv_1", 60).words())
                .isEqualTo("type approved, expired; reservation rsv_1; at least 60 s old");
        assertThat(DeadLetterFilter.ofIds(Set.of("b")).words()).isEqualTo("id b");
        assertThat(DeadLetterFilter.ofIds(Set.of("g", "f", "e", "d", "c", "b", "a"))
                        .words())
                .isEqualTo("7 ids a, b, c, d, e, …");
    }

    private static DeadLetterFilter with(Set<String> types, String reservationId, int minAge) {
        return new DeadLetterFilter(
                Set.of(),
                types,
                Optional.of(reservationId),
                Optional.of(Duration.ofSeconds(minAge)),
                Optional.empty(),
                Set.of());
    }
}
