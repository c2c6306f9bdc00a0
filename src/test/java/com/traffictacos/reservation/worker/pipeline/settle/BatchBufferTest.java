package com.traffictacos.reservation.worker.pipeline.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchBufferTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final ExecutorService sender = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<List<Integer>> sent = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        sender.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void sendsABatchAsSoonAsItIsFull() {
        BatchBuffer<Integer> buffer = buffer(NEVER);
        IntStream.range(0, 25).forEach(buffer::add);

        await().until(() -> sent.size() == 2);
        assertThat(sent).allSatisfy(batch -> assertThat(batch).hasSize(10));
    }

    @Test
    void sendsWhatHasWaitedForTheLingerTime() {
        buffer(Duration.ofMillis(10)).add(1);

        await().until(() -> sent.size() == 1);
        assertThat(sent.getFirst()).containsExactly(1);
    }

    @Test
    void sendsWhatIsLeftWhenItIsFlushed() {
        BatchBuffer<Integer> buffer = buffer(NEVER);
        buffer.add(1);
        buffer.add(2);
        buffer.flush();
        buffer.flush();

        assertThat(sent).containsExactly(List.of(1, 2));
    }

    @Test
    void sendsOnTheCallersThreadWhenTheExecutorsAreStopping() {
        BatchBuffer<Integer> buffer = buffer(NEVER);
        sender.shutdown();
        timer.shutdown();
        IntStream.range(0, 12).forEach(buffer::add);

        assertThat(sent.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 12).boxed().toList());
    }

    @Test
    void losesAndDoublesNothingWhenManyThreadsAdd() throws Exception {
        BatchBuffer<Integer> buffer = buffer(Duration.ofMillis(1));
        int threads = 8;
        int each = 2_000;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> adders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int from = t * each;
            adders.add(sender.submit(() -> {
                start.await();
                IntStream.range(from, from + each).forEach(buffer::add);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> adder : adders) {
            assertThat(adder.get(15, TimeUnit.SECONDS)).isNull();
        }
        buffer.flush();

        await().untilAsserted(() -> assertThat(flattened()).hasSize(threads * each));
        assertThat(flattened()).doesNotHaveDuplicates();
        assertThat(List.copyOf(sent)).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 10));
    }

    private List<Integer> flattened() {
        return List.copyOf(sent).stream().flatMap(List::stream).toList();
    }

    private BatchBuffer<Integer> buffer(Duration linger) {
        return new BatchBuffer<>(sent::add, () -> linger, sender, timer);
    }
}
