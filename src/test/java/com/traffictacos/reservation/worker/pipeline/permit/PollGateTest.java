package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollGateTest {

    private static final Duration PROBE_AFTER = Duration.ofMillis(10);

    private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
    private final DependencyOutages outages = new DependencyOutages(
            new RecordingObserver(), new ManualClock(Instant.parse("2026-01-01T00:00:00Z")), failures -> PROBE_AFTER);
    private final GuardedCall guarded = new GuardedCall(
            outages, new ConcurrencyLimits(20, Duration.ofSeconds(9), Duration.ofSeconds(9)), CallObserver.NONE);
    private final PollGate gate = new PollGate(outages);
    private final ReceivedMessage probe = EventMessages.withId("probe");

    @AfterEach
    void stop() {
        lanes.shutdownNow();
    }

    @Test
    void letsEverybodyPassInGoodTimes() throws Exception {
        assertThat(gate.enter()).isEqualTo(Pass.ALL);
        assertThat(gate.enter()).isEqualTo(Pass.ALL);
    }

    @Test
    void letsOneProbePassAtATimeWhileAServiceIsDown() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(Pass.PROBE);
        gate.probeCameBack(List.of(probe));
        Future<Pass> next = lanes.submit(gate::enter);
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(DependencyOutages.State.PROBING);
        assertThat(next.isDone()).isFalse();
        breakDown();
        gate.ended(probe);

        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(Pass.PROBE);
    }

    @Test
    void probesAgainAfterAProbeThatFoundNoMessage() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(Pass.PROBE);
        gate.probeCameBack(List.of());

        assertThat(gate.enter()).isEqualTo(Pass.PROBE);
    }

    @Test
    void opensForEverybodyOnceAProbeIsAnswered() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(Pass.PROBE);
        gate.probeCameBack(List.of(probe));
        Future<Pass> waiting = lanes.submit(gate::enter);
        outages.succeeded(Operation.RELEASE_HOLD);
        gate.ended(probe);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Pass.ALL);
    }

    @Test
    void opensWhenAnyOtherDeliveryIsAnswered() throws Exception {
        breakDown();
        assertThat(gate.enter()).isEqualTo(Pass.PROBE);
        gate.probeCameBack(List.of(probe));
        Future<Pass> waiting = lanes.submit(gate::enter);
        outages.succeeded(Operation.RELEASE_HOLD);
        gate.ended(EventMessages.withId("another"));

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Pass.ALL);
    }

    @Test
    void letsNobodyPassOnceItIsClosed() throws Exception {
        gate.pause();
        Future<Pass> waiting = lanes.submit(gate::enter);
        gate.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Pass.CLOSED);
        gate.resume();
        assertThat(gate.enter()).isEqualTo(Pass.CLOSED);
    }

    private void breakDown() {
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> guarded.make(Operation.RELEASE_HOLD, new ReservationId("rsv"), () -> {
                    throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
                }));
    }
}
