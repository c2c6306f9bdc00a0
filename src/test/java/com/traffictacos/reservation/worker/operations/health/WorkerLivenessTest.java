package com.traffictacos.reservation.worker.operations.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture.Instruments;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the platform is told to restart the worker. The worker is whole; its clocks go on only when the test says so. */
@Timeout(30)
class WorkerLivenessTest {

    private static final Duration VISIBILITY = Duration.ofMinutes(5);
    private static final Duration LONG_POLL = Duration.ofSeconds(20);
    private static final int WORKERS = 3;

    /** So short that deliveries are stuck before the poll loop counts as stalled. */
    private static final HandlingTime HANDLING = new HandlingTime(Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** After this time without a begin or an end, what is in flight is stuck. */
    private static final Duration STUCK_AFTER = HANDLING.inAll().plus(Duration.ofSeconds(10));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FakeMessageQueue queue = new FakeMessageQueue(clock, new Options(LONG_POLL, VISIBILITY, false));
    private final CountDownLatch end = new CountDownLatch(1);
    private int sent;
    private @Nullable PipelineFixture running;

    @AfterEach
    void stop() {
        end.countDown();
        if (running != null) {
            running.close();
        }
    }

    @Test
    void isAliveWhileTheWorkerIsIdle() {
        PipelineFixture worker = start(id -> {});
        WorkerLiveness liveness = liveness(worker);

        for (int poll = 0; poll < 10; poll++) {
            pollAgain(worker);
            assertThat(liveness.isAlive()).isTrue();
        }
    }

    @Test
    void isNotAliveWhileThePollLoopDoesNotMove() {
        PipelineFixture worker = start(id -> {});
        WorkerLiveness liveness = liveness(worker);
        // A long poll by a clock that stands still does not return.
        await().until(() -> !queue.faults().requests(Operation.RECEIVE).isEmpty());

        elapse(Duration.ofSeconds(50));
        assertThat(liveness.isAlive()).isTrue();
        elapse(Duration.ofSeconds(1));
        assertThat(liveness.isAlive()).isFalse();

        clock.advance(LONG_POLL);
        await().until(liveness::isAlive);
    }

    /** In operations mode nobody starts the loop. */
    @Test
    void aLoopThatWasNeverStartedIsNotStalled() {
        PipelineFixture worker = worker(id -> {});
        elapse(Duration.ofDays(1));

        assertThat(worker.pollActivity().isStalled()).isFalse();
    }

    @Test
    void isNotAliveWhileEverythingInFlightIsStuck() {
        PipelineFixture worker = start(id -> awaitQuietly(end));
        WorkerLiveness liveness = liveness(worker);
        send(WORKERS);
        await().until(() -> worker.deliveries().count() == WORKERS);

        elapse(STUCK_AFTER);
        assertThat(liveness.isAlive()).isTrue();
        elapse(Duration.ofSeconds(1));
        assertThat(liveness.isAlive()).isFalse();

        end.countDown();
        awaitTicking(() -> queue.messageIds().isEmpty());
        awaitTicking(liveness::isAlive);
    }

    @Test
    void isAliveWhileOneWorkerGoesOn() {
        AtomicInteger stuck = new AtomicInteger();
        PipelineFixture worker = start(id -> {
            if (stuck.getAndIncrement() < WORKERS - 1) {
                awaitQuietly(end);
            }
        });
        WorkerLiveness liveness = liveness(worker);
        send(WORKERS - 1);
        await().until(() -> stuck.get() == WORKERS - 1);

        for (int event = 1; event <= 10; event++) {
            int settled = event;
            elapse(Duration.ofSeconds(30));
            send(1);
            await().until(() -> worker.observer().outcomes().size() == settled);
            assertThat(liveness.isAlive()).isTrue();
        }
        elapse(STUCK_AFTER.plusSeconds(1));
        assertThat(liveness.isAlive()).isFalse();
    }

    @Test
    void isAliveInAnOutageHoweverLong() {
        PipelineFixture worker = start(id -> {
            throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
        });
        WorkerLiveness liveness = liveness(worker);
        send(5);
        await().until(() -> worker.observer().outages().equals(List.of("INVENTORY down")));

        for (int poll = 0; poll < 50; poll++) {
            pollAgain(worker);
            assertThat(liveness.isAlive()).isTrue();
        }
        assertThat(worker.observer().outages()).containsExactly("INVENTORY down");
    }

    /** While a service is down one call is made at a time. If that call hangs, nothing else can move. */
    @Test
    void isNotAliveWhileAProbeNeverComesBack() {
        CountDownLatch probe = new CountDownLatch(1);
        PipelineFixture worker = start(probeThat(probe, () -> awaitQuietly(end)));
        WorkerLiveness liveness = liveness(worker);
        probeBegins(worker, probe);

        elapse(STUCK_AFTER);
        assertThat(liveness.isAlive()).isTrue();
        elapse(Duration.ofSeconds(1));
        assertThat(liveness.isAlive()).isFalse();
    }

    /** The deadline of the call ends a probe that hangs: it has failed, and the next one gets through. */
    @Test
    void isAliveAndRecoversWhenTheDeadlineEndsAProbe() {
        CountDownLatch probe = new CountDownLatch(1);
        PipelineFixture worker = start(probeThat(probe, () -> {
            awaitQuietly(end);
            throw new TransientFailure(Dependency.INVENTORY, "DEADLINE_EXCEEDED");
        }));
        WorkerLiveness liveness = liveness(worker);
        probeBegins(worker, probe);

        elapse(HANDLING.longestCall());
        assertThat(liveness.isAlive()).isTrue();
        end.countDown();
        awaitTicking(() -> queue.messageIds().isEmpty());

        assertThat(worker.observer().outages()).containsExactly("INVENTORY down", "INVENTORY back");
        assertThat(queue.deadLetters()).isEmpty();
        elapse(STUCK_AFTER.plusSeconds(1));
        awaitTicking(liveness::isAlive);
        worker.stop();
        assertThat(worker.permits().free()).isEqualTo(WORKERS);
    }

    @Test
    void isAliveUntilTheWorkerRunsAndWhileItDrains() throws Exception {
        PipelineFixture worker = worker(id -> awaitQuietly(end));
        WorkerLiveness liveness = liveness(worker);
        elapse(Duration.ofHours(1));
        assertThat(worker.lifecycle().state()).isEqualTo(State.STARTING);
        assertThat(liveness.isAlive()).isTrue();

        worker.start();
        send(WORKERS);
        await().until(() -> worker.deliveries().count() == WORKERS);
        CompletableFuture<Void> drain = CompletableFuture.runAsync(worker::stop);
        await().until(() -> worker.lifecycle().state() == State.DRAINING);
        elapse(Duration.ofHours(1));
        assertThat(liveness.isAlive()).isTrue();

        end.countDown();
        drain.get(20, TimeUnit.SECONDS);
        assertThat(worker.lifecycle().state()).isEqualTo(State.STOPPED);
        assertThat(liveness.isAlive()).isTrue();
    }

    /** The first call cannot reach the service, the second is the probe, and every later one succeeds. */
    private static Consumer<String> probeThat(CountDownLatch begun, Runnable probe) {
        AtomicInteger calls = new AtomicInteger();
        return id -> {
            switch (calls.incrementAndGet()) {
                case 1 -> throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
                case 2 -> {
                    begun.countDown();
                    probe.run();
                }
                default -> {}
            }
        };
    }

    private void probeBegins(PipelineFixture worker, CountDownLatch probe) {
        send(1);
        await().until(() -> worker.observer().outages().equals(List.of("INVENTORY down")));
        send(1);
        awaitTicking(() -> probe.getCount() == 0);
        await().until(() -> worker.deliveries().count() == 1);
    }

    private PipelineFixture start(Consumer<String> release) {
        PipelineFixture worker = worker(release);
        worker.start();
        await().until(() -> worker.lifecycle().state() == State.RUNNING);
        return worker;
    }

    private PipelineFixture worker(Consumer<String> release) {
        PipelineFixture worker = new PipelineFixture(
                queue, clock, VISIBILITY, PipelineFixture.settings(WORKERS), release, Instruments.with(nanos::get));
        running = worker;
        return worker;
    }

    private static WorkerLiveness liveness(PipelineFixture worker) {
        return new WorkerLiveness(worker.lifecycle(), worker.pollActivity(), worker.deliveries(), HANDLING);
    }

    private void send(int messages) {
        for (int message = 0; message < messages; message++) {
            queue.send("rsv-" + sent++);
        }
    }

    /** Time passes, without the ends of long polls and of visibility timeouts. */
    private void elapse(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** A long poll ends, and the next begins. */
    private void pollAgain(PipelineFixture worker) {
        elapse(LONG_POLL);
        awaitTicking(() -> worker.pollActivity().sinceLastActivity().isZero());
    }

    private void awaitTicking(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return condition.getAsBoolean();
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
