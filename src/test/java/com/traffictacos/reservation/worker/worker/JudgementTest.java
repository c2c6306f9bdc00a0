package com.traffictacos.reservation.worker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.EventFailure;
import com.traffictacos.reservation.worker.event.FailureReason;
import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.event.Throttled;
import com.traffictacos.reservation.worker.event.TransientFailure;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handling.Delivery;
import com.traffictacos.reservation.worker.handling.Handled;
import com.traffictacos.reservation.worker.worker.Outages.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JudgementTest {

    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MAX_RETRIES = 2;

    private final Outages outages = new Outages(new RecordingObserver(), new ManualClock(SENT.minusSeconds(60)));
    private final Judgement judgement = new Judgement(
            new DispositionPolicy(new Settings.Worker(20, MAX_RETRIES, Duration.ofSeconds(1), Duration.ofSeconds(30))),
            new Attempts(outages),
            outages);
    private final Delivery delivery = new Delivery(1, () -> {});

    @Test
    void learnsFromACompletedEventThatBothServicesAnswer() {
        everythingIsDown();
        judgement.of(new Handled.Completed(Optional.empty(), List.of()));

        assertThat(outages.isAny()).isFalse();
    }

    @Test
    void learnsFromAStaleEventThatTheReservationApiAnswers() {
        everythingIsDown();
        judgement.of(new Handled.Skipped("stale"));

        assertThat(outages.state(Dependency.RESERVATION_API)).isEqualTo(State.CLOSED);
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @MethodSource("outages")
    void learnsThatAServiceIsDown(EventFailure failure, Dependency dependency) {
        judgement.of(failure, receive(1), delivery);

        assertThat(outages.state(dependency)).isEqualTo(State.OPEN);
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                arguments(new DependencyUnavailable(Dependency.INVENTORY, "circuit open", null), Dependency.INVENTORY),
                arguments(
                        new Throttled(Dependency.RESERVATION_API, "503", Duration.ofSeconds(5)),
                        Dependency.RESERVATION_API));
    }

    @Test
    void doesNotTakeASingleFailureForAnOutage() {
        judgement.of(new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE"), receive(1), delivery);

        assertThat(outages.isAny()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("nobodysFault")
    void takesNoRetryForWhatTheMessageIsNotToBlameFor(EventFailure excused) {
        for (int receive = 1; receive <= 9; receive++) {
            judgement.of(excused, receive(receive), delivery);
        }
        outages.answered(Dependency.INVENTORY);
        outages.answered(Dependency.RESERVATION_API);
        TransientFailure blip = new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");

        assertThat(judgement.of(blip, receive(10), delivery)).isInstanceOf(Disposition.RetryAfter.class);
        assertThat(judgement.of(blip, receive(11), delivery)).isInstanceOf(Disposition.RetryAfter.class);
        assertThat(judgement.of(blip, receive(12), delivery)).isInstanceOf(Disposition.SendToDeadLetterQueue.class);
    }

    static Stream<EventFailure> nobodysFault() {
        return Stream.of(
                new DependencyUnavailable(Dependency.INVENTORY, "refused", null),
                new Throttled(Dependency.RESERVATION_API, "429", Duration.ofSeconds(1)),
                new LeaseLost("refused"));
    }

    @Test
    void countsAnUnexpectedErrorAgainstTheMessage() {
        for (int receive = 1; receive <= MAX_RETRIES; receive++) {
            assertThat(judgement.of(new StackOverflowError(), receive(receive), delivery))
                    .isInstanceOf(Disposition.RetryAfter.class);
        }

        assertThat(judgement.of(new StackOverflowError(), receive(MAX_RETRIES + 1), delivery))
                .isInstanceOf(Disposition.SendToDeadLetterQueue.class);
    }

    /** The bound around a whole try of the handler. */
    @Test
    void takesAHandlerThatTookTooLongForTransient() {
        TimeoutException late = new TimeoutException("Timed out");
        for (int receive = 1; receive <= MAX_RETRIES; receive++) {
            assertThat(judgement.of(late, receive(receive), delivery)).isInstanceOf(Disposition.RetryAfter.class);
        }

        assertThat(judgement.of(late, receive(MAX_RETRIES + 1), delivery))
                .isEqualTo(new Disposition.SendToDeadLetterQueue(
                        FailureReason.RETRIES_EXHAUSTED, "reservation-api: the handler took too long", Outcome.FAILED));
    }

    private void everythingIsDown() {
        for (Dependency dependency : Dependency.values()) {
            outages.failed(dependency, new IllegalStateException("refused"));
        }
    }

    private static ReceivedMessage receive(int count) {
        return new ReceivedMessage(
                "id", "handle-" + count, "{}", count, SENT, Map.of(), Optional.empty(), Optional.empty());
    }
}
