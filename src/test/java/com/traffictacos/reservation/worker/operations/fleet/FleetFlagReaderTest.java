package com.traffictacos.reservation.worker.operations.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.PermitFixture;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a worker does that does not know whether the fleet is paused. */
class FleetFlagReaderTest {

    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final Tag tag = new Tag();
    private final PermitFixture worker = new PermitFixture(20);
    private final FleetPause fleet = new FleetPause(tag, worker.gate(), new OperatorLog(clock), clock);
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final List<Runnable> repeated = new ArrayList<>();
    private final FleetFlagReader reader = reader(WorkerMode.WORKER);

    private FleetFlagReader reader(WorkerMode mode) {
        return new FleetFlagReader(
                fleet,
                new FleetFlagReader.Timer() {
                    @Override
                    public void once(Duration after, Runnable read) {
                        waits.add(after);
                        due.add(read);
                    }

                    @Override
                    public void always(Runnable read) {
                        repeated.add(read);
                    }
                },
                mode,
                clock);
    }

    /** A paused fleet; its first reads fail. */
    private static final class Tag implements FleetFlagStore {

        private Optional<String> text = Optional.of("paused");
        private int failingReads;
        private boolean retryable = true;
        private int reads;

        @Override
        public Optional<String> read() {
            if (reads++ < failingReads) {
                throw new FlagUnreadableException("RequestThrottled: slow down", retryable, null);
            }
            return text;
        }

        @Override
        public void write(String text) {
            // Taken.
        }
    }

    /** The next read that was put off. */
    private void passTime() {
        clock.advance(waits.getLast());
        due.remove().run();
    }

    private boolean receives() {
        return !worker.grants().isSinglePollerOnly();
    }

    private boolean isPaused() {
        return fleet.status().flag().paused();
    }

    @Test
    void followsAFlagThatItCanReadFromItsFirstReceiveOn() {
        reader.await();
        assertThat(isPaused()).isTrue();
        assertThat(fleet.isHeld()).isFalse();
        assertThat(waits).isEmpty();
        assertThat(repeated).hasSize(1);
    }

    @RepeatedTest(20)
    void receivesNothingUntilAThrottledReadIsRepeatedAndNotTogetherWithOthers() {
        tag.failingReads = 2;
        reader.await();
        assertThat(fleet.isHeld()).isTrue();
        assertThat(receives()).isFalse();
        passTime();
        assertThat(receives()).isFalse();
        passTime();
        assertThat(isPaused()).isTrue();
        assertThat(fleet.isHeld()).isFalse();
        assertThat(waits)
                .hasSize(2)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20)));
        assertThat(fleet.failures()).isEqualTo(2);
        assertThat(repeated).hasSize(1);
    }

    @Test
    void receivesOnceItKnowsThatTheFleetIsNotPaused() {
        tag.failingReads = 1;
        tag.text = Optional.empty();
        reader.await();
        assertThat(receives()).isFalse();
        passTime();
        assertThat(receives()).isTrue();
    }

    @RepeatedTest(20)
    void receivesAllTheSameAfterABoundedTimeAndGoesOnReading() {
        tag.failingReads = Integer.MAX_VALUE;
        reader.await();
        while (!due.isEmpty()) {
            assertThat(receives()).isFalse();
            passTime();
        }
        assertThat(receives()).isTrue();
        assertThat(fleet.status().isKnown()).isFalse();
        assertThat(waits).hasSizeBetween(3, 6);
        assertThat(Duration.between(NOW, clock.instant())).isLessThanOrEqualTo(FleetFlagReader.LONGEST_WAIT);

        tag.failingReads = 0;
        repeated.getFirst().run();
        assertThat(isPaused()).isTrue();
        assertThat(receives()).isFalse();
    }

    /** A time server may put the clock of a machine right that has just started. */
    @Test
    void waitsNotForEverIfItsClockIsPutBack() {
        tag.failingReads = Integer.MAX_VALUE;
        reader.await();
        clock.advance(Duration.ofHours(-1));
        for (int reads = 0; reads < 10 && !due.isEmpty(); reads++) {
            passTime();
        }
        assertThat(receives()).isTrue();
        assertThat(repeated).hasSize(1);
    }

    /** A permission that is missing is not there a minute later either. */
    @Test
    void waitsForNothingThatWillNotChange() {
        tag.failingReads = Integer.MAX_VALUE;
        tag.retryable = false;
        reader.await();
        assertThat(receives()).isTrue();
        assertThat(waits).isEmpty();
        assertThat(repeated).hasSize(1);
    }

    @Test
    void waitsForNothingInOperationsMode() {
        tag.failingReads = Integer.MAX_VALUE;
        reader(WorkerMode.OPERATIONS).await();
        assertThat(fleet.isHeld()).isFalse();
        assertThat(waits).isEmpty();
        assertThat(repeated).hasSize(1);
    }

    @Test
    void waitsNoLongerOnceAnOperatorHasSetTheFlagByThisWorker() {
        tag.failingReads = Integer.MAX_VALUE;
        reader.await();
        fleet.resume(new Operator("alice", OperatorRole.WRITE, "192.0.2.1"));
        assertThat(receives()).isTrue();
        fleet.pause(new Operator("alice", OperatorRole.WRITE, "192.0.2.1"));
        passTime();
        assertThat(isPaused()).isTrue();
        assertThat(receives()).isFalse();
        assertThat(repeated).hasSize(1);
    }
}
