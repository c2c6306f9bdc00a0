package com.traffictacos.reservation.worker.pipeline.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void endsWithTheLastOfItsTasks() throws Exception {
        CountDownLatch curtain = new CountDownLatch(1);
        AtomicInteger played = new AtomicInteger();
        WarmUpTask quick = others -> played.incrementAndGet();
        WarmUpTask slow = others -> {
            curtain.await();
            played.incrementAndGet();
        };

        CompletionStage<Void> all = begin(LONG, quick, slow);

        assertThat(all.toCompletableFuture()).isNotDone();
        curtain.countDown();
        all.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(played).hasValue(2);
    }

    @Test
    void goesOnWithoutTheOnesThatFail() throws Exception {
        AtomicInteger played = new AtomicInteger();

        CompletionStage<Void> all = begin(
                LONG,
                others -> {
                    throw new IOException("no loopback interface");
                },
                others -> {
                    throw new NoClassDefFoundError("a library is missing");
                },
                others -> played.incrementAndGet());

        all.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(played).hasValue(1);
    }

    @Test
    void doesNotWaitForOneThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);

        CompletionStage<Void> all = begin(Duration.ofMillis(10), others -> never.await());

        all.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(never.getCount()).isOne();
    }

    private CompletionStage<Void> begin(Duration timeout, WarmUpTask... tasks) {
        return new WarmUp(List.of(tasks), threads, timeout).begin();
    }
}
