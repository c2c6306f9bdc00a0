package com.traffictacos.reservation.worker.operations.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RecentOutcomesTest {

    private static final Instant START = Instant.parse("2025-01-23T10:00:00Z");

    private final ManualClock clock = new ManualClock(START);

    @Test
    void remembersHowADeliveryEnded() {
        RecentOutcomes outcomes = outcomes(3);

        outcomes.add(EndedDelivery.of("rsv"), Outcome.RETRIED, "transient");

        assertThat(outcomes.of("rsv"))
                .containsExactly(new RecentOutcome(
                        START.toEpochMilli(),
                        EventType.RESERVATION_EXPIRED,
                        Outcome.RETRIED,
                        "transient",
                        1,
                        2,
                        Duration.ofMillis(85).toNanos(),
                        "rsv",
                        EndedDelivery.TRACE,
                        "msg-rsv"));
        assertThat(outcomes.of("other")).isEmpty();
        assertThat(outcomes.of("rsv").getFirst().endedAt()).isEqualTo(START);
        assertThat(outcomes.of("rsv").getFirst().duration()).isEqualTo(Duration.ofMillis(85));
    }

    @Test
    void forgetsTheOldestFirst() {
        RecentOutcomes outcomes = outcomes(3);
        assertThat(outcomes.oldest()).isEmpty();

        for (int i = 0; i < 5; i++) {
            outcomes.add(EndedDelivery.of("rsv"), Outcome.SUCCESS, Integer.toString(i));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(outcomes.of("rsv")).extracting(RecentOutcome::reason).containsExactly("4", "3", "2");
        assertThat(outcomes.oldest()).contains(START.plusSeconds(2));
        assertThat(outcomes.capacity()).isEqualTo(3);
    }

    @Test
    void canBeSwitchedOff() {
        RecentOutcomes outcomes = outcomes(0);

        outcomes.add(EndedDelivery.of("rsv"), Outcome.SUCCESS, "");

        assertThat(outcomes.of("rsv")).isEmpty();
        assertThat(outcomes.oldest()).isEmpty();
    }

    /** Nobody could find it, and a flood of such messages would push out what can be found. */
    @Test
    void doesNotRememberWhatNamesNoReservation() {
        RecentOutcomes outcomes = outcomes(3);

        outcomes.add(
                DeliveryResult.untouched(EventMessages.withId("m"), new Disposition.Release(), Optional.empty()),
                Outcome.DROPPED,
                "");

        assertThat(outcomes.oldest()).isEmpty();
    }

    @Test
    void keepsNoMoreOfAMessageIdThanAQueueGives() {
        RecentOutcomes outcomes = outcomes(1);
        DeliveryResult known = EndedDelivery.of("rsv");

        outcomes.add(known.of(EventMessages.withId("x".repeat(100_000))), Outcome.SUCCESS, "");

        assertThat(outcomes.of("rsv").getFirst().messageId()).hasSize(100);
    }

    @RepeatedTest(50)
    void losesNothingThatSeveralThreadsAddAtATime() throws Exception {
        int threads = 4;
        int each = 250;
        RecentOutcomes outcomes = outcomes(threads * each);
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                DeliveryResult result = EndedDelivery.of("rsv-" + thread);
                running.add(pool.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    for (int i = 0; i < each; i++) {
                        outcomes.add(result, Outcome.SUCCESS, "");
                    }
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get(20, TimeUnit.SECONDS);
            }
        }

        for (int thread = 0; thread < threads; thread++) {
            assertThat(outcomes.of("rsv-" + thread)).hasSize(each);
        }
    }

    private RecentOutcomes outcomes(int capacity) {
        return new RecentOutcomes(
                new Settings.ReservationOverview(capacity, Optional.empty(), Optional.empty()), clock);
    }
}
