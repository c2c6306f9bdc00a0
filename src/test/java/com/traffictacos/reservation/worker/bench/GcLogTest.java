package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {

    private static final Instant START = Instant.parse("2026-11-23T17:00:00Z");

    private static final GcLog LOG = GcLog.parse(List.of(
            "[2026-11-23T17:00:00.100+0000] Using Serial",
            "[2026-11-23T17:00:01.000+0000] GC(0) Pause Young (Allocation Failure) 8M->3M(31M) 10.000ms",
            "[2026-11-23T17:00:03.000+0000] GC(1) Pause Full (Metadata GC Threshold) 9M->7M(31M) 30.000ms",
            "[2026-11-23T17:00:03.500+0000] GC(2) Concurrent Mark Cycle 12.345ms",
            "[2026-11-23T17:00:09.000+0000] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 20M->10M(96M) 2,500ms"));

    @Test
    void findsEveryPauseAndNothingElse() {
        assertThat(LOG.pauses())
                .extracting(GcLog.Pause::length)
                .containsExactly(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofNanos(2_500_000));
    }

    @Test
    void sharesOutPausesThatEndWithinASpan() {
        assertThat(LOG.share(START.plusSeconds(2), START.plusSeconds(4))).isCloseTo(0.015, within(1e-9));
        assertThat(LOG.share(START, START.plusSeconds(10))).isCloseTo(0.00425, within(1e-9));
    }

    @Test
    void hasNoShareOfNoTime() {
        assertThat(LOG.share(START, START)).isZero();
    }

    @Test
    void takesAMissingLogForOneWithoutPauses(@TempDir Path directory) {
        assertThat(GcLog.read(directory.resolve("none.log")).pauses()).isEmpty();
    }
}
