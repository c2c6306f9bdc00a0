package com.traffictacos.reservation.worker.operations.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.fleet.FleetFlagStore;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the status and the page of all pods say about a worker that receives nothing. */
@Timeout(30)
class ReceiveObstaclesTest {

    private static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final PipelineFixture worker = new PipelineFixture(
            // Its long poll ends when the clock says so, which it never does here.
            new FakeMessageQueue(clock, new FakeMessageQueue.Options(Duration.ofSeconds(20), MINUTE, false)),
            clock,
            MINUTE,
            PipelineFixture.settings(3),
            id -> {},
            PipelineFixture.Instruments.with(nanos::get));
    private final DependencyOutages outages =
            new DependencyOutages(new RecordingObserver(), clock, failures -> Duration.ofSeconds(1));
    private final OperatorLog log = new OperatorLog(clock);
    private final FleetPause fleet = new FleetPause(new Tag(), new PollGate(outages), log, clock);
    private final PollingControl polling = new PollingControl(
            new PollGate(outages),
            outages,
            new ConcurrencyLimits(3, MINUTE, MINUTE),
            new Settings.Queue(URI.create("http://127.0.0.1/events"), Optional.empty(), Duration.ZERO, MINUTE),
            log);

    @AfterEach
    void stop() {
        worker.close();
    }

    private ReceiveObstacles obstacles(WorkerMode mode) {
        return new ReceiveObstacles(
                new WorkerOverview(
                        worker.lifecycle(),
                        worker.pollActivity(),
                        worker.permits(),
                        worker.deliveries(),
                        worker.ledger()),
                polling,
                fleet,
                mode);
    }

    @Test
    void namesTheOneThatHasToGoFirst() {
        ReceiveObstacles obstacles = obstacles(WorkerMode.WORKER);
        assertThat(obstacles(WorkerMode.OPERATIONS).first()).contains(ReceiveObstacle.OPERATIONS_MODE);
        assertThat(obstacles.first()).contains(ReceiveObstacle.STARTING);

        worker.start();
        await().until(() -> worker.lifecycle().state() == State.RUNNING);
        assertThat(obstacles.first()).isEmpty();
        polling.pause(ALICE);
        assertThat(obstacles.first()).contains(ReceiveObstacle.PAUSED);
        fleet.pause(ALICE);
        assertThat(obstacles.first()).contains(ReceiveObstacle.FLEET_PAUSED);

        worker.stop();
        assertThat(obstacles.first()).contains(ReceiveObstacle.DRAINING);
    }

    /** Not as one that receives, and not as one that goes on after the pause. */
    @Test
    void namesAPollerThatIsStuck() {
        ReceiveObstacles obstacles = obstacles(WorkerMode.WORKER);
        worker.start();
        await().until(() -> {
            nanos.addAndGet(MINUTE.toNanos());
            return worker.pollActivity().isStalled();
        });
        assertThat(obstacles.first()).map(ReceiveObstacle::word).contains("stuck");

        fleet.pause(ALICE);
        assertThat(obstacles.first()).map(ReceiveObstacle::word).contains("stuck");
    }

    /** Takes every flag. */
    private static final class Tag implements FleetFlagStore {

        @Override
        public Optional<String> read() {
            return Optional.empty();
        }

        @Override
        public void write(String text) {
            // Taken.
        }
    }
}
