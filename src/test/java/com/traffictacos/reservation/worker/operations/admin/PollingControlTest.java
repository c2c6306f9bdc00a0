package com.traffictacos.reservation.worker.operations.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PollingControlTest {

    private static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final OperatorLog log = new OperatorLog(clock);
    private final DependencyOutages outages =
            new DependencyOutages(new RecordingObserver(), clock, failures -> Duration.ofSeconds(1));
    private final PollingControl polling = new PollingControl(
            new PollGate(outages),
            outages,
            new ConcurrencyLimits(20, Duration.ofSeconds(9), Duration.ofSeconds(9)),
            new Settings.Queue(
                    URI.create("http://127.0.0.1:9324/000000000000/events"),
                    Optional.empty(),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60)),
            log);

    @Test
    void recordsWhoPausedAndResumed() {
        polling.pause(ALICE);
        assertThat(polling.isPaused()).isTrue();
        polling.resume(ALICE);
        assertThat(polling.isPaused()).isFalse();

        assertThat(log.recent())
                .extracting(OperatorChange::operator, OperatorChange::address, OperatorChange::action)
                .containsExactly(tuple("alice", "192.0.2.1", "resume"), tuple("alice", "192.0.2.1", "pause"));
    }
}
