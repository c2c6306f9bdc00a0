package com.traffictacos.reservation.worker.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DispositionPolicyTest {

    private static final int MAX_RETRIES = 5;

    /** As in {@code deploy/aws/queues.yaml}. */
    private static final int MAX_RECEIVE_COUNT = 400;

    private final DispositionPolicy policy =
            new DispositionPolicy(new Settings.Worker(20, MAX_RETRIES, Duration.ofSeconds(1), Duration.ofSeconds(30)));

    @Test
    void acknowledgesWhatIsDone() {
        assertThat(policy.of(new HandlerResult.Completed(Optional.empty(), List.of())))
                .isEqualTo(new Disposition.Acknowledge(Outcome.SUCCESS));
    }

    @Test
    void acknowledgesWhatIsStale() {
        assertThat(policy.of(new HandlerResult.Skipped("stale")))
                .isEqualTo(new Disposition.Acknowledge(Outcome.SKIPPED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void turnsEveryFailureIntoADisposition(Throwable failure, int receiveCount, Disposition expected) {
        assertThat(policy.of(failure, receiveCount, receiveCount)).isEqualTo(expected);
    }

    static Stream<Arguments> failures() {
        TransientFailure blip = new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
        DependencyUnavailable outage = new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
        return Stream.of(
                arguments(
                        new InvalidEvent(FailureReason.MISSING_FIELD, "qty"),
                        1,
                        deadLetter(FailureReason.MISSING_FIELD, "qty", Outcome.INVALID_PAYLOAD)),
                arguments(
                        new PermanentFailure(FailureReason.PAID_BUT_NOT_HELD, "gone"),
                        1,
                        deadLetter(FailureReason.PAID_BUT_NOT_HELD, "gone", Outcome.DOWNSTREAM_ERROR)),
                arguments(blip, 1, retryAfter(1)),
                arguments(blip, 2, retryAfter(2)),
                arguments(blip, 3, retryAfter(4)),
                arguments(blip, 4, retryAfter(8)),
                arguments(blip, 5, retryAfter(16)),
                arguments(
                        blip, 6, deadLetter(FailureReason.RETRIES_EXHAUSTED, "inventory: UNAVAILABLE", Outcome.FAILED)),
                arguments(outage, 1, retryAfter(1)),
                arguments(outage, 60, retryAfter(16)),
                arguments(new LeaseLost("refused"), 60, retryAfter(16)),
                arguments(early(Duration.ofMillis(5_001)), 60, retryAfter(6)),
                arguments(early(Duration.ofMinutes(15)), 1, retryAfter(900)),
                arguments(early(Duration.ofDays(3_000_000)), 1, retryAfter(3600)),
                arguments(throttled(Duration.ofSeconds(30)), 1, retryAfter(30)),
                arguments(throttled(Duration.ZERO), 3, retryAfter(4)),
                arguments(throttled(Duration.ofMillis(1200)), 1, retryAfter(2)),
                arguments(throttled(Duration.ofDays(2)), 5, retryAfter(3600)),
                arguments(
                        throttled(Duration.ofSeconds(1)),
                        6,
                        deadLetter(FailureReason.RETRIES_EXHAUSTED, "reservation-api: 429", Outcome.FAILED)),
                arguments(new IllegalStateException("bug"), 1, retryAfter(1)),
                arguments(new StackOverflowError(), 2, retryAfter(2)),
                arguments(
                        new IllegalStateException("bug"),
                        6,
                        deadLetter(
                                FailureReason.UNEXPECTED_ERROR,
                                "java.lang.IllegalStateException: bug",
                                Outcome.FAILED)),
                arguments(
                        new OutOfMemoryError(),
                        7,
                        deadLetter(FailureReason.UNEXPECTED_ERROR, "java.lang.OutOfMemoryError", Outcome.FAILED)));
    }

    @Test
    void deadLettersAtTheFirstFailureWhenNoRetryIsAllowed() {
        DispositionPolicy impatient =
                new DispositionPolicy(new Settings.Worker(20, 0, Duration.ofSeconds(1), Duration.ofSeconds(30)));

        assertThat(impatient.of(new TransientFailure(Dependency.INVENTORY, "x"), 1, 1))
                .isInstanceOf(Disposition.SendToDeadLetterQueue.class);
    }

    @Test
    void countsRetriesByTheTriesThatSpeakAgainstTheMessage() {
        TransientFailure blip = new TransientFailure(Dependency.INVENTORY, "x");

        assertThat(policy.of(blip, 40, MAX_RETRIES)).isEqualTo(retryAfter(16));
        assertThat(policy.of(blip, 40, MAX_RETRIES + 1)).isInstanceOf(Disposition.SendToDeadLetterQueue.class);
    }

    @Test
    void holdsForADayAndMoreWhatAServiceIsDownFor() {
        DependencyUnavailable outage = new DependencyUnavailable(Dependency.INVENTORY, "refused", null);

        assertThat(policy.held(outage, 60, Duration.ofHours(71))).isEqualTo(retryAfter(900));
        assertThat(policy.held(outage, 60, Duration.ofDays(3)))
                .isEqualTo(deadLetter(
                        FailureReason.RETRIES_EXHAUSTED, "held for 72 hours: inventory: refused", Outcome.FAILED));
    }

    @Test
    void holdsForSomeHoursWhatAServiceRefusesToEverybody() {
        PermanentFailure refused = PermanentFailure.ofCaller(FailureReason.RESERVATION_REJECTED, "401", "401", null);

        assertThat(policy.held(refused, 3, Duration.ofHours(11))).isEqualTo(retryAfter(900));
        assertThat(policy.held(refused, 60, Duration.ofHours(12)))
                .isEqualTo(deadLetter(
                        FailureReason.RESERVATION_REJECTED, "held for 12 hours: 401", Outcome.DOWNSTREAM_ERROR));
    }

    @Test
    void returnsSoonerTheShorterTheOutage() {
        DependencyUnavailable outage = new DependencyUnavailable(Dependency.INVENTORY, "refused", null);

        assertThat(policy.held(outage, 3, Duration.ofSeconds(7))).isEqualTo(retryAfter(4));
        assertThat(policy.held(outage, 9, Duration.ofMinutes(2))).isEqualTo(retryAfter(16));
        assertThat(policy.held(outage, 12, Duration.ofMinutes(8))).isEqualTo(retryAfter(60));
    }

    /** The queue's policy must not move a message that the longest outage returns again and again. */
    @Test
    void usesUpFewerReceivesInAnOutageThanTheQueueAllows() {
        DependencyUnavailable outage = new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
        Duration age = Duration.ZERO;
        int receives = 0;
        while (policy.held(outage, receives + 1, age) instanceof Disposition.RetryAfter retry) {
            age = age.plus(retry.delay());
            receives++;
        }

        assertThat(age).isGreaterThanOrEqualTo(Duration.ofDays(3));
        assertThat(policy.receivesInLongestOutage()).isEqualTo(receives);
        assertThat(receives).isLessThan(MAX_RECEIVE_COUNT - MAX_RETRIES);
    }

    @Test
    void holdsForAsLongAsTheServiceAsksToWait() {
        assertThat(policy.held(throttled(Duration.ofSeconds(30)), 1, Duration.ZERO))
                .isEqualTo(retryAfter(30));
    }

    @Test
    void roundsDelaysUpToWholeSeconds() {
        DispositionPolicy quick =
                new DispositionPolicy(new Settings.Worker(20, 5, Duration.ofMillis(300), Duration.ofSeconds(30)));

        assertThat(quick.of(new TransientFailure(Dependency.INVENTORY, "x"), 1, 1))
                .isEqualTo(retryAfter(1));
        assertThat(quick.of(new TransientFailure(Dependency.INVENTORY, "x"), 4, 4))
                .isEqualTo(retryAfter(3));
    }

    private static HoldNotExpired early(Duration remaining) {
        return new HoldNotExpired(Instant.EPOCH, remaining);
    }

    private static Throttled throttled(Duration retryAfter) {
        return new Throttled(Dependency.RESERVATION_API, "429", retryAfter);
    }

    private static Disposition retryAfter(long seconds) {
        return new Disposition.RetryAfter(Duration.ofSeconds(seconds));
    }

    private static Disposition deadLetter(FailureReason reason, String detail, Outcome outcome) {
        return new Disposition.SendToDeadLetterQueue(reason, detail, outcome);
    }
}
