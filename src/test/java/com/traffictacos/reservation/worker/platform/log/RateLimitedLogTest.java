package com.traffictacos.reservation.worker.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RateLimitedLog log = RateLimitedLog.of(JsonLog.of(RateLimitedLogTest.class), nanos::get);

    @BeforeEach
    void listen() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void stop() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void writesAFewLinesAndTheCountOfTheOthers() {
        long before = RateLimitedLog.allSuppressed();

        warn(1_500);
        assertThat(lines).hasSize(RateLimitedLog.BURST).noneMatch(line -> line.contains("suppressed"));

        nanos.addAndGet(RateLimitedLog.INTERVAL.toNanos());
        warn(2);
        assertThat(lines).hasSize(RateLimitedLog.BURST + 2);
        assertThat(lines.get(RateLimitedLog.BURST)).contains("\"suppressed\":" + (1_500 - RateLimitedLog.BURST));
        assertThat(lines.getLast()).doesNotContain("suppressed");
        assertThat(RateLimitedLog.allSuppressed() - before).isEqualTo(1_500 - RateLimitedLog.BURST);
    }

    @Test
    void writesOrCountsEachLineOfManyThreads() throws InterruptedException {
        long before = RateLimitedLog.allSuppressed();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    warn(100);
                });
            }
            start.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(lines).hasSize(RateLimitedLog.BURST);
        assertThat(RateLimitedLog.allSuppressed() - before).isEqualTo(800 - RateLimitedLog.BURST);
    }

    private void warn(int times) {
        for (int i = 0; i < times; i++) {
            log.warn("something came from outside", fields -> {});
        }
    }
}
