package com.traffictacos.reservation.worker.pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventPoolTest {

    private static final int THREADS = 4;

    private final ExecutorService container = Executors.newCachedThreadPool();
    private final AtomicInteger submitted = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final Executor counted = task -> {
        submitted.incrementAndGet();
        running.incrementAndGet();
        container.execute(() -> {
            try {
                task.run();
            } finally {
                running.decrementAndGet();
            }
        });
    };
    private final UnexpectedFailures failures = new UnexpectedFailures();
    private final EventPool pool = new EventPool(counted, THREADS, Duration.ofMinutes(1), failures);

    @AfterEach
    void stop() {
        pool.close();
        container.shutdownNow();
    }

    @RepeatedTest(50)
    void runsEveryTaskOnAtMostSoManyThreads() throws Exception {
        int tasks = 400;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(tasks);
        for (int producer = 0; producer < 2; producer++) {
            container.execute(() -> {
                for (int i = 0; i < tasks / 2; i++) {
                    pool.execute(() -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        now.decrementAndGet();
                        done.countDown();
                    });
                }
            });
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, THREADS);
        assertThat(submitted.get()).isLessThanOrEqualTo(THREADS);
    }

    @Test
    void startsAThreadForEachTaskWhileAllAreBusy() throws Exception {
        CountDownLatch begun = new CountDownLatch(THREADS);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < THREADS; i++) {
            pool.execute(() -> {
                begun.countDown();
                awaitQuietly(end);
            });
        }

        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        end.countDown();
    }

    @Test
    void returnsThreadsWithoutWorkToTheContainer() {
        EventPool hasty = new EventPool(counted, THREADS, Duration.ofMillis(1), failures);
        hasty.execute(() -> {});
        await().until(() -> running.get() == 0);
        hasty.execute(() -> {});

        await().until(() -> running.get() == 0 && submitted.get() == 2);
    }

    @Test
    void returnsIdleThreadsAtOnceWhenItIsClosedAndGoesOnRunningTasks() throws Exception {
        pool.execute(() -> {});
        pool.close();
        await().until(() -> running.get() == 0);
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> running.get() == 0);
    }

    @Test
    void saysThatTheContainerRefusesAndTriesItAgainNextTime() {
        EventPool refused = new EventPool(
                task -> {
                    throw new RejectedExecutionException("stopping");
                },
                1,
                Duration.ofMinutes(1),
                failures);

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> refused.execute(() -> {}));
        }
    }

    @Test
    void goesOnAfterATaskThatThrows() throws Exception {
        EventPool single = new EventPool(counted, 1, Duration.ofMinutes(1), failures);
        CountDownLatch queued = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        single.execute(() -> {
            awaitQuietly(queued);
            throw new IllegalStateException("unexpected");
        });
        single.execute(done::countDown);
        queued.countDown();
        single.execute(done::countDown);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failures.count(Place.PROCESS)).isEqualTo(1);
        single.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
