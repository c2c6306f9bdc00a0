package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencySamplesTest {

    @Test
    void takesPercentilesByNearestRank() {
        LatencySamples samples = new LatencySamples();
        for (int ms = 100; ms >= 1; ms--) {
            samples.add(Duration.ofMillis(ms));
        }
        assertThat(samples.percentile(0.50)).isEqualTo(Duration.ofMillis(50));
        assertThat(samples.percentile(0.95)).isEqualTo(Duration.ofMillis(95));
        assertThat(samples.percentile(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(samples.percentileOfLatest(10, 1)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void isZeroWithoutSamples() {
        assertThat(new LatencySamples().percentile(0.99)).isZero();
    }

    @Test
    void forgetsTheOldestBeyondItsCapacity() {
        LatencySamples samples = new LatencySamples();
        samples.add(Duration.ofDays(1));
        for (int i = 0; i < 100_000; i++) {
            samples.add(Duration.ofMillis(1));
        }
        assertThat(samples.count()).isEqualTo(100_001);
        assertThat(samples.percentile(1)).isEqualTo(Duration.ofMillis(1));
    }
}
