package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate.PollDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollGateTest {

    private static final Duration PROBE_AFTER = Duration.ofMillis(10);

    private final ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor();
    private final DependencyOutages outages = new DependencyOutages(
            new RecordingObserver(), new ManualClock(Instant.parse("2026-01-01T00:00:00Z")), failures -> PROBE_AFTER);
    private final GuardedCall guarded = new GuardedCall(
            outages, new ConcurrencyLimits(20, Duration.ofSeconds(9), Duration.ofSeconds(9)), CallObserver.NONE);
    private final PollGate gate = new PollGate(outages);

    @AfterEach
    void stop() {
        pollers.shutdownNow();
    }

    @Test
    void letsEverybodyPassInGoodTimes() throws Exception {
        assertThat(gate.enter()).isEqualTo(PollDecision.RECEIVE);
        assertThat(gate.enter()).isEqualTo(PollDecision.RECEIVE);
    }

    @Test
    void letsOneProbePassAtATimeWhileAServiceIsDown() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(PollDecision.PROBE);
        Future<PollDecision> next = pollers.submit(gate::enter);
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(DependencyState.PROBING);
        assertThat(next.isDone()).isFalse();
        breakDown();
        gate.ended(true);

        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(PollDecision.PROBE);
    }

    @Test
    void probesAgainAfterAProbeThatFoundNoMessage() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(PollDecision.PROBE);
        gate.probeUnused();

        assertThat(gate.enter()).isEqualTo(PollDecision.PROBE);
    }

    @Test
    void opensForEverybodyOnceAProbeIsAnswered() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(PollDecision.PROBE);
        Future<PollDecision> waiting = pollers.submit(gate::enter);
        outages.succeeded(ServiceCall.RELEASE_HOLD);
        gate.ended(true);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(PollDecision.RECEIVE);
    }

    @Test
    void opensWhenAnyOtherDeliveryIsAnswered() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(PollDecision.PROBE);
        Future<PollDecision> waiting = pollers.submit(gate::enter);
        outages.succeeded(ServiceCall.RELEASE_HOLD);
        gate.ended(false);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(PollDecision.RECEIVE);
    }

    @Test
    void letsNobodyPassOnceItIsClosed() throws Exception {
        gate.pause();
        Future<PollDecision> waiting = pollers.submit(gate::enter);
        gate.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(PollDecision.STOP);
        gate.resume();
        assertThat(gate.enter()).isEqualTo(PollDecision.STOP);
    }

    @Test
    void letsNobodyPassWhileTheWorkerOrTheFleetIsPaused() throws Exception {
        gate.pause();
        gate.setFleetPaused(true);
        Future<PollDecision> waiting = pollers.submit(gate::enter);
        gate.resume();
        assertThat(gate.isPaused()).isFalse();
        assertThat(gate.isSinglePollerOnly()).isTrue();
        assertThat(waiting.isDone()).isFalse();
        gate.setFleetPaused(false);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(PollDecision.RECEIVE);
        gate.pause();
        gate.setFleetPaused(false);
        assertThat(gate.isPaused())
                .as("the end of the fleet's pause leaves the worker's own")
                .isTrue();
        assertThat(gate.isSinglePollerOnly()).isTrue();
    }

    private void breakDown() {
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> guarded.make(ServiceCall.RELEASE_HOLD, new ReservationId("rsv"), () -> {
                    throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
                }));
    }
}
