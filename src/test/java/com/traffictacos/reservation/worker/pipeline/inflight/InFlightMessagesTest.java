package com.traffictacos.reservation.worker.pipeline.inflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.pipeline.PermitFixture;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages.Arrival;
import com.traffictacos.reservation.worker.pipeline.permit.PermittedMessage;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InFlightMessagesTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(60);

    private final ManualClock wall = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FakeMessageQueue queue = new FakeMessageQueue(wall, new Options(Duration.ZERO, VISIBILITY, false));
    private final RecordingObserver observer = new RecordingObserver();
    private final PermitFixture permits = new PermitFixture(20);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
    private final LeaseClock clock = new LeaseClock(wall, nanos::get);
    private final Settings.Queue settings =
            new Settings.Queue(URI.create("http://127.0.0.1/queue"), Optional.empty(), Duration.ZERO, VISIBILITY);
    private final InFlightMessages deliveries = new InFlightMessages(clock, settings);
    private final LeaseRenewer leases = new LeaseRenewer(
            deliveries,
            queue,
            new GuardedObserver(observer, CallObserver.NONE, new UnexpectedFailures()),
            clock,
            settings,
            PipelineFixture.HANDLING,
            new WorkerExecutors(threads, threads, threads, Executors.defaultThreadFactory()));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void renewsInTimeAlthoughTheWallClockIsSetBack() {
        InFlightMessage inFlight = begin();
        wall.advance(Duration.ofMinutes(-1));
        elapse(Duration.ofSeconds(40));
        leases.renewDue();

        assertThat(observer.renewals()).isEqualTo(1);
        elapse(Duration.ofSeconds(40));
        assertThat(inFlight.isLeaseOver()).isFalse();
    }

    @Test
    void fencesInTimeAlthoughTheWallClockIsSetBack() {
        InFlightMessage inFlight = begin();
        wall.advance(Duration.ofMinutes(-1));
        elapse(VISIBILITY);

        assertThat(inFlight.isLeaseOver()).isTrue();
        leases.renewDue();
        assertThat(observer.renewals()).isZero();
    }

    /** A suspended machine: its monotonic clock stood still. */
    @Test
    void fencesWhenOnlyTheWallClockHasGoneOn() {
        InFlightMessage inFlight = begin();
        wall.advance(VISIBILITY);

        assertThat(inFlight.isLeaseOver()).isTrue();
    }

    @Test
    void showsTheTimeThatIsLeftByTheClockThatSaysLess() {
        InFlightMessage inFlight = begin();
        wall.advance(Duration.ofMinutes(-1));
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(inFlight.isLeaseOver()).isFalse();
        assertThat(deliveries.snapshot())
                .singleElement()
                .satisfies(view -> assertThat(view.leaseLeft()).isEqualTo(Duration.ofSeconds(40)));
    }

    /** A message is prefetched while another one is processed: more are in flight than workers are busy. */
    @Test
    void countsWaitingMessagesInFlightAndNotAsRunning() {
        InFlightMessage inItsLastCall = begin();
        assertThat(inItsLastCall.start()).isTrue();
        InFlightMessage waiting = begin();

        assertThat(deliveries.count()).isEqualTo(2);
        assertThat(deliveries.running()).isOne();

        assertThat(inItsLastCall.claimSettling()).isTrue();
        assertThat(waiting.start()).isTrue();
        assertThat(deliveries.running()).isOne();
    }

    @Test
    void renewsNothingThatWasSettled() {
        InFlightMessage inFlight = begin();
        elapse(Duration.ofSeconds(40));
        assertThat(inFlight.claimSettling()).isTrue();
        leases.renewDue();

        assertThat(queue.faults().requests(Operation.CHANGE_VISIBILITY)).isEmpty();
    }

    /**
     * Otherwise the queue could carry out the renewal last, and hide a message for a minute that was returned for a
     * second.
     */
    @RepeatedTest(50)
    void letsAReturnWaitForTheRenewalThatIsUnderWay() throws Exception {
        InFlightMessage inFlight = begin();
        elapse(Duration.ofSeconds(40));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        queue.faults().beforeEach(Operation.CHANGE_VISIBILITY, () -> {
            asked.countDown();
            awaitQuietly(answer);
        });
        CompletableFuture<Void> renewal = CompletableFuture.runAsync(leases::renewDue);
        asked.await();
        assertThat(inFlight.claimSettling()).isTrue();
        CompletableFuture<Boolean> waited = CompletableFuture.supplyAsync(() -> {
            inFlight.awaitRenewal();
            return renewal.isDone() || observer.renewals() == 1;
        });
        answer.countDown();

        assertThat(waited.get(10, TimeUnit.SECONDS)).isTrue();
        renewal.get(10, TimeUnit.SECONDS);
    }

    private InFlightMessage begin() {
        queue.send("rsv");
        ReceivedMessage message = queue.receive(1).getFirst();
        return ((Arrival.First) deliveries.begin(new PermittedMessage(message, permits.permit()))).delivery();
    }

    private void elapse(Duration time) {
        wall.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
