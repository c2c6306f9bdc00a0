package com.traffictacos.reservation.worker.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class DecodingLimitTest {

    private static final int AT_ONCE = 2;
    private static final int ALL = 10;
    private static final String LARGE = "x".repeat(DecodingLimit.LARGE + 1);
    private static final String SMALL = "x".repeat(DecodingLimit.LARGE);

    private final DecodingLimit limit = new DecodingLimit(AT_ONCE);
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AtomicInteger decoding = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @RepeatedTest(50)
    void decodesAFewLargeBodiesAtATime() throws Exception {
        List<Future<Integer>> bodies = submit(LARGE);

        await().until(() -> decoding.get() == AT_ONCE);
        end.countDown();
        for (Future<Integer> body : bodies) {
            assertThat(body.get()).isEqualTo(LARGE.length());
        }
        assertThat(most).hasValue(AT_ONCE);
    }

    @Test
    void waitsForNoSmallBody() throws Exception {
        List<Future<Integer>> bodies = submit(SMALL);

        await().until(() -> decoding.get() == ALL);
        end.countDown();
        for (Future<Integer> body : bodies) {
            assertThat(body.get()).isEqualTo(SMALL.length());
        }
    }

    @Test
    void givesTheTurnBackAfterAFailure() {
        for (int i = 0; i < AT_ONCE; i++) {
            assertThatThrownBy(() -> limit.decode(LARGE, () -> {
                        throw new IllegalArgumentException("not JSON");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        assertThat(limit.decode(LARGE, () -> 1)).isEqualTo(1);
    }

    private List<Future<Integer>> submit(String body) {
        return IntStream.range(0, ALL)
                .mapToObj(i -> pool.submit(() -> limit.decode(body, () -> decoded(body))))
                .toList();
    }

    private int decoded(String body) {
        most.accumulateAndGet(decoding.incrementAndGet(), Math::max);
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        decoding.decrementAndGet();
        return body.length();
    }
}
