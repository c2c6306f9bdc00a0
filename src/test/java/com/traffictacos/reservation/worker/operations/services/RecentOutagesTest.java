package com.traffictacos.reservation.worker.operations.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentOutagesTest {

    private static final ServiceCall COMMIT = ServiceCall.COMMIT_RESERVATION;
    private final TransientFailure why = new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final RecentOutages outages = new RecentOutages(clock);

    /** A circuit that is closed whenever somebody looks. */
    @Test
    void aServiceThatFlapsIsUnstableAlsoWhileItsCircuitIsClosed() {
        assertThat(outages.isUnstable(Dependency.INVENTORY)).isFalse();
        for (int i = 0; i < 3; i++) {
            outages.outageBegan(COMMIT, why);
            assertThat(outages.isUnstable(Dependency.INVENTORY)).isTrue();
            clock.advance(Duration.ofSeconds(2));
            outages.outageEnded(COMMIT, Duration.ofSeconds(2));
            clock.advance(Duration.ofSeconds(20));
            assertThat(outages.isUnstable(Dependency.INVENTORY)).isTrue();
        }
        assertThat(outages.isUnstable(Dependency.RESERVATION_API)).isFalse();
        assertThat(outages.since(Dependency.INVENTORY, Instant.parse("2025-01-23T10:00:00Z")))
                .hasSize(3);

        clock.advance(RecentOutages.UNSTABLE);

        assertThat(outages.isUnstable(Dependency.INVENTORY)).isFalse();
        assertThat(outages.last(Dependency.INVENTORY)).hasValueSatisfying(last -> {
            assertThat(last.cause()).isEqualTo("inventory: UNAVAILABLE");
            assertThat(last.began()).isEqualTo(Instant.parse("2025-01-23T10:00:44Z"));
            assertThat(last.ended()).contains(Instant.parse("2025-01-23T10:00:46Z"));
        });
    }

    @Test
    void endsOnlyTheOutageOfTheSameOperation() {
        outages.outageBegan(COMMIT, why);
        outages.outageBegan(ServiceCall.RELEASE_HOLD, new IllegalStateException("not for operators"));
        outages.outageEnded(ServiceCall.RELEASE_HOLD, Duration.ZERO);

        assertThat(outages.since(Dependency.INVENTORY, clock.instant()))
                .extracting(RecentOutages.PastOutage::ended)
                .containsExactly(Optional.of(clock.instant()), Optional.empty());
        assertThat(outages.last(Dependency.INVENTORY).orElseThrow().cause()).isEqualTo("IllegalStateException");
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < 1_000; i++) {
            outages.outageBegan(COMMIT, why);
            outages.outageEnded(COMMIT, Duration.ZERO);
        }

        assertThat(outages.since(Dependency.INVENTORY, Instant.MIN)).hasSize(50);
    }
}
