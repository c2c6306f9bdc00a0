package com.traffictacos.reservation.worker.operations.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetPauseTest {

    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");
    private static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");

    private final ManualClock clock = new ManualClock(NOW);
    private final OperatorLog log = new OperatorLog(clock);
    private final Tag tag = new Tag();
    private final FleetPause here = worker();
    private final FleetPause there = worker();

    /** What all workers read. */
    private static final class Tag implements FleetFlagStore {

        private Optional<String> text = Optional.empty();
        private Optional<String> refusal = Optional.empty();
        private boolean fault;

        @Override
        public Optional<String> read() {
            if (fault) {
                throw new IllegalStateException("a fault");
            }
            refusal.ifPresent(why -> {
                throw new FlagUnreadableException(why, false, null);
            });
            return text;
        }

        @Override
        public void write(String flag) {
            refusal.ifPresent(why -> {
                throw new QueueUnavailableException(why, null);
            });
            text = Optional.of(flag);
        }
    }

    private FleetPause worker() {
        PollGate gate =
                new PollGate(new DependencyOutages(new RecordingObserver(), clock, failures -> Duration.ofSeconds(1)));
        return new FleetPause(tag, gate, log, clock);
    }

    private static boolean paused(FleetPause worker) {
        return worker.status().flag().paused();
    }

    @Test
    void reachesEveryWorkerThatReadsTheFlag() {
        here.pause(ALICE);
        assertThat(paused(here)).isTrue();
        there.look();
        assertThat(there.status())
                .isEqualTo(
                        new FleetPause.Status(FleetFlag.set(true, NOW, "alice"), Optional.of(NOW), Optional.empty()));
        FleetPause later = worker();
        later.look();
        assertThat(paused(later)).as("a worker that starts later").isTrue();

        there.resume(ALICE);
        here.look();
        assertThat(paused(here)).isFalse();
        assertThat(log.recent())
                .extracting(OperatorChange::operator, OperatorChange::action)
                .containsExactly(tuple("alice", "resume fleet"), tuple("alice", "pause fleet"));
    }

    @Test
    void changesNothingByAFlagThatCannotBeRead() {
        here.pause(ALICE);
        tag.refusal = Optional.of("AccessDenied: no");
        FleetPause new1 = worker();
        here.look();
        new1.look();

        assertThat(paused(here)).isTrue();
        assertThat(here.status().problem()).contains("AccessDenied: no");
        assertThat(paused(new1)).as("it has never read it").isFalse();
        assertThat(new1.status().readAt()).isEmpty();
        assertThat(new1.failures()).isEqualTo(1);
        tag.refusal = Optional.empty();
        new1.look();
        assertThat(paused(new1)).isTrue();
        assertThat(new1.status().problem()).isEmpty();
        assertThat(new1.reads()).isEqualTo(1);
    }

    @Test
    void changesNothingByAFlagThatSaysNeither() {
        here.pause(ALICE);
        tag.text = Optional.of("pausd");
        here.look();

        assertThat(paused(here)).isTrue();
        assertThat(here.status().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("pausd"));
    }

    @Test
    void saysThatTheFlagCouldNotBeSetAndChangesNothing() {
        tag.refusal = Optional.of("AccessDenied: no");

        assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(() -> here.pause(ALICE));
        assertThat(paused(here)).isFalse();
        assertThat(log.recent()).isEmpty();
    }

    /** A tag may take a while until every reader sees it: the worker that was asked must not flap. */
    @Test
    void takesWhatItHasReplacedForOldNewsForAMinute() {
        here.pause(ALICE);
        Optional<String> paused = tag.text;
        clock.advance(Duration.ofSeconds(10));
        here.resume(ALICE);
        tag.text = paused;
        here.look();
        assertThat(paused(here)).isFalse();

        clock.advance(Duration.ofSeconds(61));
        here.look();
        assertThat(paused(here)).as("it is not old news any more").isTrue();
    }

    /** A read may bring an old tag to any worker, also to one that has only read the newer one. */
    @Test
    void leavesAFlagThatIsOlderThanTheOneItFollows() {
        here.pause(ALICE);
        there.look();
        Optional<String> paused = tag.text;
        clock.advance(Duration.ofSeconds(5));
        here.resume(ALICE);
        Optional<String> running = tag.text;
        there.look();
        assertThat(paused(there)).isFalse();
        tag.text = paused;
        there.look();
        assertThat(paused(there)).as("an old pause ends no fresh resume").isFalse();
        tag.text = running;
        there.look();

        clock.advance(Duration.ofSeconds(5));
        here.pause(ALICE);
        there.look();
        tag.text = running;
        there.look();
        assertThat(paused(there)).as("an old resume ends no fresh pause").isTrue();
        assertThat(there.failures()).isZero();
    }

    @Test
    void leavesAQueueWithoutTheTagRightAfterItsFirstPause() {
        there.look();
        here.pause(ALICE);
        there.look();
        tag.text = Optional.empty();
        there.look();
        assertThat(paused(there)).isTrue();

        clock.advance(Duration.ofSeconds(61));
        there.look();
        assertThat(paused(there)).as("the tag was removed").isFalse();
    }

    /** A person who writes it by hand may leave the time out: nothing tells an old one from a new one then. */
    @Test
    void followsAPauseByHandAlsoRightAfterAResume() {
        tag.text = Optional.of("paused");
        there.look();
        here.look();
        here.resume(ALICE);
        there.look();
        tag.text = Optional.of("paused");
        there.look();

        assertThat(paused(there)).isTrue();
    }

    /** The others would take it for old otherwise. */
    @Test
    void setsALaterFlagThanTheOneItReplacesAlsoIfItsClockIsBehind() {
        tag.text = Optional.of("paused " + NOW.plusSeconds(30) + " bob");
        here.look();
        there.look();
        here.resume(ALICE);
        there.look();

        assertThat(paused(there)).isFalse();
        assertThat(there.status().flag().at()).contains(NOW.plusSeconds(31));
    }

    @Test
    void bearsAFaultInItsStore() {
        here.pause(ALICE);
        tag.refusal = Optional.empty();
        tag.fault = true;

        assertThat(here.look()).isEqualTo(FleetPause.ReadResult.RETRYABLE);
        assertThat(paused(here)).isTrue();
        assertThat(here.failures()).isEqualTo(1);
        assertThat(here.status().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("a fault"));
    }
}
