package com.traffictacos.reservation.worker.pipeline;

import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A worker on real threads and with a stopped clock, which ends with its test. */
@Timeout(30)
abstract class RunningWorker {

    static final Duration VISIBILITY = Duration.ofSeconds(60);

    final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    final FakeMessageQueue queue = new FakeMessageQueue(clock, new Options(Duration.ofSeconds(20), VISIBILITY, false));
    private @Nullable PipelineFixture running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    PipelineFixture start(int concurrency, Consumer<String> release) {
        return start(queue, concurrency, release);
    }

    PipelineFixture start(FakeMessageQueue from, int concurrency, Consumer<String> release) {
        PipelineFixture worker =
                new PipelineFixture(from, clock, VISIBILITY, PipelineFixture.settings(concurrency), release);
        running = worker;
        worker.start();
        return worker;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
