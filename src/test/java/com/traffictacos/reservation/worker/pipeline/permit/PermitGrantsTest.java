package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants.PollGrant;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate.PollDecision;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** A poller that waits for memory, while the reason to receive goes. */
@Timeout(20)
class PermitGrantsTest {

    private static final int WORKERS = 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    /** For one message, until it is known how large messages are. */
    private final ReceiveBudget budget = new ReceiveBudget(2 * 1024 * 1024);

    private final DependencyOutages outages =
            new DependencyOutages(new RecordingObserver(), Clock.systemUTC(), failures -> Duration.ofMillis(1));
    private final PollGate gate = new PollGate(outages);
    private final Settings.Worker settings = PipelineFixture.settings(WORKERS);
    private final ConcurrencyLimits limits = new ConcurrencyLimits(WORKERS, LONG, LONG);
    private final Permits permits = new Permits(settings);
    private final PermitGrants grants = new PermitGrants(permits, gate, new Prefetch(settings), limits, budget);
    private final FutureTask<PollGrant> next = new FutureTask<>(grants::next);
    private final Thread poller = new Thread(next);
    private PollGrant first;

    @BeforeEach
    void useTheMemory() throws Exception {
        first = grants.next();
        assertThat(first.permits()).hasSize(1);
    }

    @AfterEach
    void stop() {
        grants.close();
    }

    @RepeatedTest(50)
    void takesNothingIfItsWorkerWasPausedMeanwhile() throws Exception {
        waitForMemory();
        assertThat(afterMemory(PollGate::pause).decision()).isEqualTo(PollDecision.WAIT);
        assertThat(permits.free()).isEqualTo(WORKERS);

        gate.resume();
        assertThat(grants.next().permits()).as("the memory is there as well").isNotEmpty();
    }

    @RepeatedTest(50)
    void makesNoProbeIfTheFleetWasPausedMeanwhile() throws Exception {
        breakDown();
        waitForMemory();
        assertThat(afterMemory(closing -> closing.setFleetPaused(true)).decision())
                .isEqualTo(PollDecision.WAIT);
        assertThat(permits.free()).isEqualTo(WORKERS);

        gate.setFleetPaused(false);
        assertThat(grants.next().decision()).as("the next probe is not held up").isEqualTo(PollDecision.PROBE);
    }

    @RepeatedTest(50)
    void receivesNoBatchFromAServiceThatWentDownMeanwhile() throws Exception {
        waitForMemory();
        assertThat(afterMemory(closing -> breakDown()).decision()).isEqualTo(PollDecision.WAIT);
        assertThat(permits.free()).isEqualTo(WORKERS);
    }

    /** Its permits are taken, and it is not busy with them. */
    private void waitForMemory() {
        poller.start();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> permits.free() < WORKERS - 1 && poller.getState() == Thread.State.TIMED_WAITING);
    }

    private PollGrant afterMemory(Consumer<PollGate> meanwhile) throws Exception {
        meanwhile.accept(gate);
        grants.received(first, List.of());
        return next.get(10, TimeUnit.SECONDS);
    }

    private void breakDown() {
        GuardedCall guarded = new GuardedCall(outages, limits, CallObserver.NONE);
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> guarded.make(ServiceCall.RELEASE_HOLD, new ReservationId("rsv"), () -> {
                    throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
                }));
    }
}
