package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefetchTest {

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "7, 3", "20, 10", "1000, 10"})
    void lendsNoMoreThanABatchAndNoMoreThanHalfOfTheWorkers(int workers, int most) {
        Prefetch ahead = new Prefetch(workers);
        int lent = 0;
        while (ahead.lend()) {
            lent++;
        }

        assertThat(lent).isEqualTo(most);
        assertThat(ahead.lent()).isEqualTo(most);
    }

    @Test
    void lendsAgainWhatHasComeBack() {
        Prefetch ahead = new Prefetch(2);
        assertThat(ahead.lend()).isTrue();
        assertThat(ahead.lend()).isFalse();
        ahead.returned();

        assertThat(ahead.lend()).isTrue();
    }

    @Test
    void lendsNothingWhileLastCallsAreSlow() {
        Prefetch ahead = new Prefetch(20);
        ahead.lastCallTook(Duration.ofSeconds(2).toNanos());
        assertThat(ahead.isWorthwhile()).isFalse();
        assertThat(ahead.lend()).isFalse();

        for (int call = 0; call < 30; call++) {
            ahead.lastCallTook(Duration.ofMillis(50).toNanos());
        }
        assertThat(ahead.lend()).isTrue();
    }
}
