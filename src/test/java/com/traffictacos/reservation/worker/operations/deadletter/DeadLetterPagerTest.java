package com.traffictacos.reservation.worker.operations.deadletter;

import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterPagerTest {

    private final OperatorFixture operators = new OperatorFixture();

    @AfterEach
    void close() {
        operators.close();
    }

    @Test
    void handsAListOutInPagesOfOneLook() {
        operators.putMany(12);
        List<String> seen = new ArrayList<>();
        DeadLetterPager.Page page = page(reason("invalid_field"), Optional.empty());
        seen.addAll(page.deadLetters().stream().map(Head::id).toList());
        operators.putMany(3);
        while (page.next().isPresent()) {
            page = page(reason("invalid_field"), page.next());
            seen.addAll(page.deadLetters().stream().map(Head::id).toList());
        }

        assertThat(page.matched()).isEqualTo(12);
        assertThat(seen).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void keepsThePagesOfAnOlderScanForAWhile() {
        operators.putMany(12);
        Optional<String> next = page(DeadLetterFilter.ALL, Optional.empty()).next();
        operators.clock.advance(Duration.ofSeconds(1));
        operators.deadLetters.snapshot(true);
        operators.deadLetters.forget();

        assertThat(page(DeadLetterFilter.ALL, next).deadLetters()).hasSize(5);
        operators.clock.advance(Listings.KEPT);
        assertThatExceptionOfType(DeadLetterPager.StalePageTokenException.class)
                .isThrownBy(() -> page(DeadLetterFilter.ALL, next));
    }

    /** A listing takes megabytes in the worst case. */
    @Test
    void keepsThePagesOfTwoScansAlone() {
        operators.putMany(12);
        List<Optional<String>> next = new ArrayList<>();
        for (int scan = 0; scan < 3; scan++) {
            operators.clock.advance(Duration.ofSeconds(1));
            operators.deadLetters.snapshot(true);
            next.add(page(DeadLetterFilter.ALL, Optional.empty()).next());
        }

        assertThatExceptionOfType(DeadLetterPager.StalePageTokenException.class)
                .isThrownBy(() -> page(DeadLetterFilter.ALL, next.get(0)));
        assertThat(page(DeadLetterFilter.ALL, next.get(1)).deadLetters()).hasSize(5);
        assertThat(page(DeadLetterFilter.ALL, next.get(2)).deadLetters()).hasSize(5);
    }

    @Test
    void countsTheBodiesThatASearchDidNotReach() {
        String half = "x".repeat(ListingScan.MAX_KEPT_CHARACTERS / 2);
        for (int i = 0; i < 4; i++) {
            operators.queue.put(half, "invalid_json");
        }

        assertThat(search("needle").notSearched()).isEqualTo(2);
        assertThat(search("letter-4")).satisfies(page -> {
            assertThat(page.matched()).isOne();
            assertThat(page.notSearched()).isOne();
        });
        assertThat(page(DeadLetterFilter.ALL, Optional.empty()).notSearched()).isZero();
    }

    private DeadLetterPager.Page search(String text) {
        DeadLetterQuery query =
                new DeadLetterQuery(DeadLetterFilter.ALL, Optional.of(text), DeadLetterQuery.Order.NEWEST);
        return operators.pages.page(query, 5, Optional.empty(), false, Optional.empty());
    }

    @Test
    void refusesPagesThatAreNone() {
        DeadLetterQuery all = DeadLetterQuery.of(DeadLetterFilter.ALL);
        for (String token : List.of("x", "1-", "-1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> operators.pages.page(all, 5, Optional.of(token), false, Optional.empty()));
        }
        for (int size : new int[] {0, 501}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> operators.pages.page(all, size, Optional.empty(), false, Optional.empty()));
        }
    }

    private DeadLetterPager.Page page(DeadLetterFilter selection, Optional<String> token) {
        return operators.pages.page(DeadLetterQuery.of(selection), 5, token, false, Optional.empty());
    }
}
