package com.traffictacos.reservation.worker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.fake.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutagesTest {

    private final Exception why = new IllegalStateException("refused");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordingObserver observer = new RecordingObserver();
    private final Outages outages = new Outages(observer, clock);

    @Test
    void isClosedAtFirst() {
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(Outages.State.CLOSED);
        assertThat(outages.isAny()).isFalse();
        assertThat(outages.untilProbe()).isZero();
    }

    @Test
    void opensForTheServiceThatFailedAlone() {
        outages.failed(Dependency.INVENTORY, why);

        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(Outages.State.OPEN);
        assertThat(outages.state(Dependency.RESERVATION_API)).isEqualTo(Outages.State.CLOSED);
        assertThat(outages.untilProbe()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1250));
    }

    @Test
    void isReportedOnceHoweverManyDeliveriesFindIt() {
        outages.failed(Dependency.INVENTORY, why);
        outages.failed(Dependency.INVENTORY, why);
        outages.answered(Dependency.INVENTORY);
        outages.answered(Dependency.INVENTORY);

        assertThat(observer.outages()).containsExactly("INVENTORY down", "INVENTORY back");
    }

    @Test
    void waitsLongerAfterEachFailedProbeButNeverLong() {
        outages.failed(Dependency.INVENTORY, why);
        for (int probe = 0; probe < 10; probe++) {
            outages.probing(true);
            assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(Outages.State.HALF_OPEN);
            outages.failed(Dependency.INVENTORY, why);
            outages.probing(false);
        }

        assertThat(outages.untilProbe()).isBetween(Duration.ofMillis(3900), Duration.ofSeconds(5));
    }

    @Test
    void leavesAServiceAloneForAsLongAsItAsksWithinReason() {
        outages.failed(Dependency.RESERVATION_API, why, Duration.ofSeconds(20));
        assertThat(outages.untilProbe()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));

        outages.failed(Dependency.RESERVATION_API, why, Duration.ofDays(1));
        assertThat(outages.untilProbe()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    }

    @Test
    void remembersThatAMessageMayHaveSufferedFromAnOutage() {
        Instant before = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        outages.failed(Dependency.INVENTORY, why);
        assertThat(outages.isAnySince(clock.instant())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        outages.answered(Dependency.INVENTORY);

        assertThat(outages.isAnySince(before)).isTrue();
        assertThat(outages.isAnySince(clock.instant())).isFalse();
    }
}
