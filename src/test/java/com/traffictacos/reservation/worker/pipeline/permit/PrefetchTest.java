package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefetchTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "20, 20", "1000, 20"})
    void lendsTwoBatchesAtMostAndNoMoreThanOneForEachWorker(int workers, int most) {
        Prefetch prefetch = new Prefetch(workers);
        prefetch.processingTook(Duration.ofMillis(1).toNanos());
        int lent = 0;
        while (prefetch.lend()) {
            lent++;
        }

        assertThat(lent).isEqualTo(most);
        assertThat(prefetch.lent()).isEqualTo(most);
    }

    @Test
    void lendsAgainWhatHasComeBack() {
        Prefetch prefetch = new Prefetch(1);
        prefetch.processingTook(Duration.ofMillis(1).toNanos());
        assertThat(prefetch.lend()).isTrue();
        assertThat(prefetch.lend()).isFalse();
        prefetch.returned();

        assertThat(prefetch.lend()).isTrue();
    }

    @Test
    void lendsNothingUntilAMessageHasBeenProcessed() {
        assertThat(new Prefetch(20).lend()).isFalse();
    }

    /** A prefetched message waits until all that were prefetched before it have found a worker. */
    @ParameterizedTest
    @CsvSource({"1, 250", "10, 250", "20, 250", "200, 2500", "1000, 12500"})
    void lendsNothingIfAMessageWouldWaitForLong(int workers, int longestMillis) {
        Prefetch prefetch = new Prefetch(workers);
        prefetch.processingTook(Duration.ofMillis(longestMillis).plusNanos(1).toNanos());
        assertThat(prefetch.isWorthwhile()).isFalse();
        assertThat(prefetch.lend()).isFalse();

        Prefetch faster = new Prefetch(workers);
        faster.processingTook(Duration.ofMillis(longestMillis).toNanos());
        assertThat(faster.lend()).isTrue();
    }

    @Test
    void lendsAgainWhenProcessingIsFastAgain() {
        Prefetch prefetch = new Prefetch(20);
        prefetch.processingTook(Duration.ofSeconds(2).toNanos());
        assertThat(prefetch.lend()).isFalse();

        for (int message = 0; message < 30; message++) {
            prefetch.processingTook(Duration.ofMillis(50).toNanos());
        }
        assertThat(prefetch.lend()).isTrue();
    }
}
