package com.traffictacos.reservation.worker.operations.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.CallObserver.Result;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.operations.services.RecentCalls.CallError;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RecentCallsTest {

    private static final ServiceCall RELEASE = ServiceCall.RELEASE_HOLD;
    private static final Duration USUAL = Duration.ofMillis(18);

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MIN_VALUE / 2);
    private final RecentCalls calls = new RecentCalls(clock, nanos::get);

    @Test
    void tellsTheShareOfCallsThatFailAndHowLongTheyTake() {
        for (int i = 0; i < 97; i++) {
            calls.called(RELEASE, Result.SUCCESS, USUAL);
        }
        calls.called(RELEASE, Result.REJECTED, USUAL);
        calls.called(RELEASE, Result.TRANSIENT, Duration.ofMillis(251));
        calls.called(RELEASE, Result.TRANSIENT, Duration.ofMillis(252));
        calls.called(RELEASE, Result.CIRCUIT_OPEN, Duration.ZERO);

        CallWindow.Figures figures = calls.figures(RELEASE);

        assertThat(figures.made()).isEqualTo(100);
        assertThat(figures.failed()).isEqualTo(3);
        assertThat(figures.results()).containsEntry(Result.CIRCUIT_OPEN, 1).containsEntry(Result.TRANSIENT, 2);
        assertThat(figures.median())
                .hasValueSatisfying(
                        median -> assertThat(median).isBetween(Duration.ofMillis(15), Duration.ofMillis(20)));
        assertThat(figures.p99())
                .hasValueSatisfying(p99 -> assertThat(p99).isBetween(Duration.ofMillis(250), Duration.ofMillis(300)));
        assertThat(figures.longest()).contains(Duration.ofMillis(252));
        assertThat(calls.figures(ServiceCall.COMMIT_RESERVATION).made()).isZero();
        assertThat(calls.figures(ServiceCall.COMMIT_RESERVATION).p99()).isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        calls.called(RELEASE, Result.TRANSIENT, USUAL);
        nanos.addAndGet(CallWindow.LENGTH.minusSeconds(10).toNanos());
        calls.called(RELEASE, Result.SUCCESS, USUAL);
        assertThat(calls.figures(RELEASE).failed()).isOne();

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(calls.figures(RELEASE)).returns(1, CallWindow.Figures::made).returns(0, CallWindow.Figures::failed);
        nanos.addAndGet(Duration.ofDays(3).toNanos());
        assertThat(calls.figures(RELEASE).made()).isZero();
    }

    @Test
    void keepsTheLastErrorsWithTheirTimesAndNoMore() {
        for (int i = 1; i <= 25; i++) {
            clock.advance(Duration.ofSeconds(1));
            calls.failed(RELEASE, Result.TRANSIENT, "UNAVAILABLE " + i);
        }
        calls.failed(ServiceCall.READ_RESERVATION, Result.REJECTED, "x".repeat(5_000));

        assertThat(calls.errors(RELEASE)).hasSize(RecentCalls.ERRORS).first().satisfies(error -> {
            assertThat(error.detail()).isEqualTo("UNAVAILABLE 25");
            assertThat(error.at()).isEqualTo(Instant.parse("2025-01-23T10:00:25Z"));
        });
        assertThat(calls.errors(RELEASE).getLast().detail()).isEqualTo("UNAVAILABLE 16");
        assertThat(calls.errors(ServiceCall.READ_RESERVATION))
                .singleElement()
                .extracting(CallError::detail)
                .asString()
                .hasSizeLessThan(310);
    }

    @RepeatedTest(50)
    void losesNoCallOfManyThreadsAtTheTurnOfASlot() throws InterruptedException {
        int threads = 8;
        int each = 500;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        nanos.addAndGet(10_000_000);
                        calls.called(RELEASE, i % 2 == 0 ? Result.SUCCESS : Result.THROTTLED, USUAL);
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(calls.figures(RELEASE))
                .returns(threads * each, CallWindow.Figures::made)
                .returns(threads * each / 2, CallWindow.Figures::failed);
    }
}
