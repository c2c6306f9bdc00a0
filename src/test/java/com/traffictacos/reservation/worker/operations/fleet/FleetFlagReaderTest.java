package com.traffictacos.reservation.worker.operations.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a worker does before its first receive while nothing but the fleet's flag is missing. */
class FleetFlagReaderTest {

    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final Tag tag = new Tag();
    private final FleetPause fleet = new FleetPause(
            tag,
            new PollGate(new DependencyOutages(new RecordingObserver(), clock, failures -> Duration.ofSeconds(1))),
            new OperatorLog(clock),
            clock);
    private final List<Duration> waits = new ArrayList<>();
    private final List<Runnable> repeated = new ArrayList<>();
    private final FleetFlagReader reader = reader(() -> {});

    /** A paused fleet; its first reads fail. */
    private static final class Tag implements FleetFlagStore {

        private int failingReads;
        private boolean retryable = true;
        private int reads;

        @Override
        public Optional<String> read() {
            if (reads++ < failingReads) {
                throw new FlagUnreadableException("RequestThrottled: slow down", retryable, null);
            }
            return Optional.of("paused");
        }

        @Override
        public void write(String text) {
            // Taken.
        }
    }

    private FleetFlagReader reader(Runnable meanwhile) {
        return new FleetFlagReader(
                fleet,
                clock,
                time -> {
                    waits.add(time);
                    clock.advance(time);
                    meanwhile.run();
                    return false;
                },
                repeated::add);
    }

    private boolean isPaused() {
        return fleet.status().flag().paused();
    }

    @Test
    void receivesAtOnceWithAFlagThatItCanRead() throws Exception {
        reader.await();
        assertThat(isPaused()).isTrue();
        assertThat(waits).isEmpty();
        assertThat(repeated).hasSize(1);
    }

    @RepeatedTest(20)
    void readsAgainAfterAThrottledReadAndNotTogetherWithOthers() throws Exception {
        tag.failingReads = 2;
        reader.await();
        assertThat(isPaused()).isTrue();
        assertThat(waits).hasSize(2).allSatisfy(pause -> assertThat(pause)
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20)));
        assertThat(fleet.failures()).isEqualTo(2);
    }

    @RepeatedTest(20)
    void receivesAllTheSameAfterABoundedTimeAndGoesOnReading() throws Exception {
        tag.failingReads = Integer.MAX_VALUE;
        reader.await();
        assertThat(fleet.status().isKnown()).isFalse();
        assertThat(waits).hasSizeBetween(2, 4);
        assertThat(Duration.between(NOW, clock.instant())).isLessThanOrEqualTo(FleetFlagReader.LONGEST_WAIT);

        tag.failingReads = 0;
        repeated.getFirst().run();
        assertThat(isPaused()).isTrue();
    }

    /** A permission that is missing is not there a minute later either. */
    @Test
    void waitsForNothingThatWillNotChange() throws Exception {
        tag.failingReads = Integer.MAX_VALUE;
        tag.retryable = false;
        reader.await();
        assertThat(waits).isEmpty();
        assertThat(repeated).hasSize(1);
    }

    @Test
    void waitsNoLongerOnceAnOperatorHasSetTheFlagByThisWorker() throws Exception {
        tag.failingReads = Integer.MAX_VALUE;
        reader(() -> fleet.pause(new Operator("alice", OperatorRole.WRITE, "192.0.2.1"))).await();
        assertThat(waits).hasSize(1);
        assertThat(isPaused()).isTrue();
    }

    @Test
    void doesNotHoldUpAWorkerThatStops() {
        tag.failingReads = Integer.MAX_VALUE;
        FleetFlagReader stopping = new FleetFlagReader(fleet, clock, time -> true, repeated::add);
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(stopping::await);
        assertThat(repeated).isEmpty();
    }
}
