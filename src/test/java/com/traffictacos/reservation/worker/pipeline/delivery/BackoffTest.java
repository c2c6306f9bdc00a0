package com.traffictacos.reservation.worker.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(16));

    @Test
    void doublesUpToItsBound() {
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(backoff::delay).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 16L, 16L);
    }

    @Property
    void neverLeavesItsBounds(@ForAll int attempt) {
        assertThat(backoff.delay(attempt)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(16));
    }

    @Property
    void isNeverShortenedByChance(@ForAll @IntRange(min = 1, max = 40) int attempt) {
        Duration delay = backoff.delay(attempt);
        assertThat(backoff.jitteredDelay(attempt)).isBetween(delay, delay.plus(delay.dividedBy(4)));
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
