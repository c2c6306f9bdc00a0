package com.traffictacos.reservation.worker.pipeline.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {

    private static final int MAX = 20;
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final AtomicInteger changes = new AtomicInteger();
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(MAX, DEADLINE, changes::incrementAndGet);
    private final ExecutorService threads = Executors.newFixedThreadPool(MAX);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void isAsWideAsThePoolAtFirst() throws Exception {
        for (int call = 0; call < MAX; call++) {
            assertThat(limiter.isFull()).isFalse();
            assertThat(limiter.acquire(Duration.ZERO)).isTrue();
        }
        assertThat(limiter.limit()).isEqualTo(MAX);
    }

    @Test
    void neverLetsMoreCallsRunThanItsLimitOnceItIsNarrow() throws Exception {
        probeOnly();
        int limit = limiter.limit();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> calls = new ArrayList<>();
        for (int call = 0; call < 400; call++) {
            calls.add(threads.submit(() -> {
                if (!limiter.acquire(Duration.ofSeconds(30))) {
                    throw new IllegalStateException("no slot");
                }
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                LockSupport.parkNanos(50_000);
                running.decrementAndGet();
                limiter.release();
                return 0;
            }));
        }
        for (Future<?> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }

        assertThat(most).hasValueLessThanOrEqualTo(limit);
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    void reportsEachChange() {
        probeOnly();
        assertThat(changes).hasValue(1);
        assertThat(limiter.isReduced()).isTrue();
    }

    @Test
    void doesNotTakeQuickCallsOfLongAgoForThePresent() {
        long now = System.nanoTime();
        for (int call = 0; call < 100_000; call++) {
            limiter.answered(now - 1_000_000, now);
        }
        long slow = DEADLINE.toNanos() * 9 / 10;
        for (int window = 1; window <= 4; window++) {
            now += Duration.ofMillis(200).toNanos();
            for (int call = 0; call < MAX; call++) {
                limiter.answered(now - slow, now);
            }
        }

        assertThat(limiter.limit()).isLessThan(MAX);
    }

    private void probeOnly() {
        long now = System.nanoTime();
        for (int call = 0; call < 3; call++) {
            limiter.late("rsv-" + call, now - DEADLINE.toNanos(), now);
        }
        assertThat(limiter.limit()).isEqualTo(5);
    }
}
