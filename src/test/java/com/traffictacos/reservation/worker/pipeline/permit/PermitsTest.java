package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.pipeline.permit.Permits.FillPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PermitsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Permits permits = new Permits(20);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void givesWhatIsWantedWhenItIsFree() throws Exception {
        assertThat(permits.take(10, FillPolicy.NONE)).isEqualTo(10);
        assertThat(permits.free()).isEqualTo(10);
    }

    @Test
    void givesFewerWhenTheLingerTimeRunsOut() throws Exception {
        assertThat(permits.take(17, FillPolicy.NONE)).isEqualTo(17);
        assertThat(permits.take(10, new FillPolicy(6, Duration.ofMillis(1), Duration.ofMillis(5))))
                .isEqualTo(3);
    }

    @Test
    void waitsForTheFirstPermitAndLingersForTheRest() throws Exception {
        assertThat(permits.take(20, FillPolicy.NONE)).isEqualTo(20);
        Future<Integer> taken = threads.submit(take(2, Duration.ofMinutes(1)));
        permits.release(1);
        permits.release(1);

        assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void goesOnceABurstOfPermitsIsOver() throws Exception {
        assertThat(permits.take(20, FillPolicy.NONE)).isEqualTo(20);
        Future<Integer> taken =
                threads.submit(() -> permits.take(10, new FillPolicy(6, Duration.ofMillis(20), Duration.ofMinutes(1))));
        permits.release(6);

        assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo(6);
    }

    @Test
    void waitsForTheNextBurstWithLessThanEnough() throws Exception {
        assertThat(permits.take(20, FillPolicy.NONE)).isEqualTo(20);
        Future<Integer> taken =
                threads.submit(() -> permits.take(10, new FillPolicy(6, Duration.ofNanos(1), Duration.ofMinutes(1))));
        permits.release(5);
        await().until(() -> permits.free() == 5 && !taken.isDone());
        permits.release(5);

        assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo(10);
    }

    @Test
    void sendsTakersAwayOnceItIsClosed() throws Exception {
        assertThat(permits.take(20, FillPolicy.NONE)).isEqualTo(20);
        Future<Integer> first = threads.submit(take(1, Duration.ofMinutes(1)));
        Future<Integer> second = threads.submit(take(1, Duration.ofMinutes(1)));
        permits.close();

        assertThat(first.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(second.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(permits.take(1, FillPolicy.NONE)).isZero();
    }

    @Test
    void noticesAPermitThatIsGivenBackTwice() {
        assertThatIllegalStateException().isThrownBy(() -> permits.release(1));
    }

    @Test
    void neverGivesOutMoreThanThereAre() throws Exception {
        AtomicInteger out = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> takers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int wanted = i % 4 + 5;
            takers.add(threads.submit(() -> {
                for (int round = 0; round < 500; round++) {
                    int taken =
                            permits.take(wanted, new FillPolicy(6, Duration.ofNanos(20_000), Duration.ofNanos(50_000)));
                    most.accumulateAndGet(out.addAndGet(taken), Math::max);
                    out.addAndGet(-taken);
                    permits.release(taken);
                }
                return null;
            }));
        }
        for (Future<?> taker : takers) {
            assertThat(taker.get(15, TimeUnit.SECONDS)).isNull();
        }

        assertThat(most.get()).isBetween(1, 20);
        assertThat(permits.free()).isEqualTo(20);
    }

    private Callable<Integer> take(int wanted, Duration linger) {
        return () -> permits.take(wanted, new FillPolicy(6, linger, linger));
    }

    @Test
    void givesOutNoMoreThanItIsLimitedTo() throws Exception {
        Permits limited = new Permits(20);
        limited.limitTo(() -> 6);
        assertThat(limited.take(10, FillPolicy.NONE)).isEqualTo(6);
        assertThat(limited.isAvailable()).isFalse();
        assertThat(limited.free()).isEqualTo(14);

        limited.limitTo(() -> 20);
        assertThat(limited.take(20, FillPolicy.NONE)).isEqualTo(14);
    }

    @Test
    void waitsUntilThoseBeyondTheLimitHaveComeBack() throws Exception {
        Permits limited = new Permits(20);
        assertThat(limited.take(20, FillPolicy.NONE)).isEqualTo(20);
        limited.limitTo(() -> 2);
        limited.release(18);
        assertThat(limited.isAvailable()).isFalse();
        limited.release(1);

        assertThat(limited.take(10, FillPolicy.NONE)).isEqualTo(1);
    }
}
