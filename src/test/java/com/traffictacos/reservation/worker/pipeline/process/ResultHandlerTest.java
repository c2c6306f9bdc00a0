package com.traffictacos.reservation.worker.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition.Acknowledge;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition.RetryAfter;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition.SendToDeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The disposition of payments whose reservation change fails as configured by the test, with the handler's three
 * attempts.
 */
class ResultHandlerTest {

    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TRIES = 3;
    private final TransientFailure failed = new TransientFailure(Dependency.RESERVATION_API, "PATCH answered 503");

    private final ManualClock clock = new ManualClock(SENT);
    private final RecordingObserver observer = new RecordingObserver();
    private final DependencyOutages outages = new DependencyOutages(observer, clock, failures -> Duration.ofMillis(1));
    private final ConcurrencyLimits limits = new ConcurrencyLimits(20, Duration.ofSeconds(9), Duration.ofSeconds(9));
    private final AttemptHistory attempts = new AttemptHistory(outages);
    private final GuardedCall guarded = new GuardedCall(outages, limits, CallObserver.NONE);
    private final Map<String, EventFailure> failures = new HashMap<>();
    private final Map<String, Integer> receives = new HashMap<>();
    private Optional<EventFailure> failureOfAll = Optional.empty();
    private int maxRetries = 5;

    @Test
    void deadLettersALoneMessageAfterItsOwnRetriesAndDeclaresNoOutage() {
        failures.put("alone", failed);

        assertThat(deliver("alone", 5)).hasOnlyElementsOfType(RetryAfter.class);
        assertThat(deliver("alone")).isInstanceOf(SendToDeadLetterQueue.class);
        assertThat(observer.outages()).isEmpty();
    }

    @Test
    void deadLettersAMessageAfterItsRetriesWhileOthersSucceed() {
        maxRetries = 1;
        failures.put("bad", failed);

        assertThat(deliver("bad")).isInstanceOf(RetryAfter.class);
        assertThat(deliver("good")).isInstanceOf(Acknowledge.class);
        assertThat(deliver("bad")).isInstanceOf(SendToDeadLetterQueue.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void deadLettersNothingInAnOutageHoweverFewRetriesAreAllowed(int retries) {
        maxRetries = retries;
        failureOfAll = Optional.of(failed);
        for (int round = 0; round < 9; round++) {
            for (int message = 0; message < 4; message++) {
                assertThat(deliver("rsv-" + message)).isInstanceOf(RetryAfter.class);
            }
        }
        assertThat(outages.state(ServiceCall.CHANGE_RESERVATION)).isEqualTo(DependencyState.DOWN);

        recover();
        for (int message = 0; message < 4; message++) {
            assertThat(deliver("rsv-" + message)).isInstanceOf(Acknowledge.class);
        }
        assertThat(observer.outages()).containsExactly("RESERVATION_API down", "RESERVATION_API back");
    }

    @Test
    void takesBackTheFailuresThatLedToAnOutage() {
        maxRetries = 2;
        failureOfAll = Optional.of(failed);
        for (int message = 0; message < 4; message++) {
            deliver("rsv-" + message);
        }
        recover();
        deliver("good");
        failures.put("rsv-0", failed);

        assertThat(deliver("rsv-0")).isInstanceOf(RetryAfter.class);
        assertThat(deliver("good")).isInstanceOf(Acknowledge.class);
        assertThat(deliver("rsv-0")).isInstanceOf(RetryAfter.class);
        assertThat(deliver("good")).isInstanceOf(Acknowledge.class);
        assertThat(deliver("rsv-0")).isInstanceOf(SendToDeadLetterQueue.class);
    }

    @ParameterizedTest
    @MethodSource("nobodysFault")
    void takesNoRetryForWhatTheMessageIsNotToBlameFor(EventFailure notCounted) {
        maxRetries = 0;
        failures.put("rsv", notCounted);

        assertThat(deliver("rsv", 20)).hasOnlyElementsOfType(RetryAfter.class);
    }

    static Stream<EventFailure> nobodysFault() {
        return Stream.of(
                new DependencyUnavailable(Dependency.RESERVATION_API, "refused", null),
                throttled(),
                new HoldNotExpired(SENT.plusSeconds(60), Duration.ofSeconds(60)),
                new LeaseLost("refused"));
    }

    @Test
    void deadLettersAReservationThatIsAlwaysThrottledWhileOthersAreNot() {
        maxRetries = 2;
        failures.put("always", throttled());
        for (int delivery = 0; delivery < 3; delivery++) {
            assertThat(deliver("always")).isInstanceOf(RetryAfter.class);
            // A call for another message that was in progress.
            outages.succeeded(ServiceCall.CHANGE_RESERVATION);
        }

        assertThat(deliver("always")).isInstanceOf(SendToDeadLetterQueue.class);
        // The first time, all messages could have been affected.
        assertThat(observer.outages()).containsExactly("RESERVATION_API down", "RESERVATION_API back");
    }

    @Test
    void deadLettersAHandfulOfRefusedMessagesAtOnce() {
        failureOfAll = Optional.of(refused("404"));

        for (int message = 0; message < 7; message++) {
            assertThat(deliver("bad-" + message)).isInstanceOf(SendToDeadLetterQueue.class);
        }
        assertThat(observer.outages()).isEmpty();
    }

    @Test
    void holdsMessagesWhenTheServiceRefusesEveryCall() {
        failureOfAll = Optional.of(refused("401"));
        for (int message = 0; message < 7; message++) {
            deliver("first-" + message);
        }

        for (int message = 0; message < 50; message++) {
            assertThat(deliver("held-" + message)).isInstanceOf(RetryAfter.class);
        }
        assertThat(outages.causes(Dependency.RESERVATION_API))
                .hasValue("change_reservation refuses every call, reservation-api: PATCH answered 401");
        recover();
        for (int message = 0; message < 50; message++) {
            assertThat(deliver("held-" + message)).isInstanceOf(Acknowledge.class);
        }
        assertThat(observer.outages()).containsExactly("RESERVATION_API down", "RESERVATION_API back");
    }

    @Test
    void deadLettersARefusedMessageBeforeTheQueueWouldDeleteIt() {
        failureOfAll = Optional.of(refused("401"));
        for (int message = 0; message < 8; message++) {
            deliver("rsv-" + message);
        }
        clock.advance(Duration.ofHours(12));

        awaitTrial();
        assertThat(deliver("old"))
                .isInstanceOfSatisfying(
                        SendToDeadLetterQueue.class,
                        deadLetter -> assertThat(deadLetter.reason()).isEqualTo(FailureReason.RESERVATION_REJECTED));
    }

    @Test
    void neverHoldsWhatTheServiceSaysOfTheEvent() {
        failureOfAll = Optional.of(new PermanentFailure(FailureReason.RESERVATION_REJECTED, "422"));

        for (int message = 0; message < 100; message++) {
            assertThat(deliver("bad-" + message)).isInstanceOf(SendToDeadLetterQueue.class);
        }
    }

    @Test
    void countsAnUnexpectedErrorAgainstTheMessage() {
        HandlerContext delivery = new HandlerContext(1, () -> {});
        ResultHandler resultHandler = resultHandler();
        for (int receive = 1; receive <= maxRetries; receive++) {
            assertThat(resultHandler.of(new StackOverflowError(), message("id", receive), delivery))
                    .isInstanceOf(RetryAfter.class);
        }

        assertThat(resultHandler.of(new StackOverflowError(), message("id", maxRetries + 1), delivery))
                .isInstanceOf(SendToDeadLetterQueue.class);
    }

    /** The timeout of a whole handler attempt. */
    @Test
    void takesAHandlerThatTookTooLongForTransient() {
        TransientFailure late = new TransientFailure(
                Dependency.RESERVATION_API, "the handler took too long", new TimeoutException("Timed out"));
        HandlerContext delivery = new HandlerContext(1, () -> {});
        ResultHandler resultHandler = resultHandler();
        for (int receive = 1; receive <= maxRetries; receive++) {
            assertThat(resultHandler.of(late, message("id", receive), delivery)).isInstanceOf(RetryAfter.class);
        }

        assertThat(resultHandler.of(late, message("id", maxRetries + 1), delivery))
                .isEqualTo(new SendToDeadLetterQueue(
                        FailureReason.RETRIES_EXHAUSTED, "reservation-api: the handler took too long", Outcome.FAILED));
    }

    private static Throttled throttled() {
        return new Throttled(Dependency.RESERVATION_API, "429", Duration.ofSeconds(1));
    }

    private static PermanentFailure refused(String status) {
        return PermanentFailure.ofCaller(
                FailureReason.RESERVATION_REJECTED, "reservation-api: PATCH answered " + status, status, null);
    }

    private void recover() {
        failureOfAll = Optional.empty();
        awaitTrial();
    }

    /** Waits until the next call may be the trial. */
    private void awaitTrial() {
        while (outages.untilProbe().isPositive()) {
            Thread.onSpinWait();
        }
    }

    private List<Disposition> deliver(String id, int times) {
        return IntStream.range(0, times).mapToObj(time -> deliver(id)).toList();
    }

    private Disposition deliver(String id) {
        ReceivedMessage message = message(id, receives.merge(id, 1, Integer::sum));
        HandlerContext delivery = new HandlerContext(message.receiveCount(), () -> {});
        PaymentApproved event = event(id);
        delivery.carries(event);
        ResultHandler resultHandler = resultHandler();
        PaymentApprovedHandler handler = new PaymentApprovedHandler(new WillingInventory(), new Api());
        while (true) {
            try {
                return resultHandler.of(handler.handle(event, delivery));
            } catch (TransientFailure failure) {
                if (delivery.handlerAttempts() == TRIES) {
                    return resultHandler.of(failure, message, delivery);
                }
            } catch (EventFailure failure) {
                return resultHandler.of(failure, message, delivery);
            }
        }
    }

    private ResultHandler resultHandler() {
        return new ResultHandler(
                new DispositionPolicy(
                        new Settings.Worker(20, maxRetries, Duration.ofSeconds(1), Duration.ofSeconds(30))),
                attempts,
                outages,
                limits,
                clock);
    }

    private static PaymentApproved event(String id) {
        return new PaymentApproved(
                new EventHeader(Optional.empty(), Optional.empty()),
                new ReservationId(id),
                new PaymentIntentId("pay"),
                Optional.of(new ConcertId("concert")),
                Optional.of(SeatSelection.ofQuantity(1)),
                Optional.empty());
    }

    private static ReceivedMessage message(String id, int count) {
        return new ReceivedMessage(
                id, "handle-" + count, "{}", count, SENT, Map.of(), Optional.empty(), Optional.empty());
    }

    private final class Api implements Reservations {

        @Override
        public ChangeResult change(ReservationId reservationId, StatusChange change) {
            return guarded.make(ServiceCall.CHANGE_RESERVATION, reservationId, () -> {
                EventFailure failure = failureOfAll.orElse(failures.get(reservationId.value()));
                if (failure != null) {
                    throw failure;
                }
                return new ChangeResult.Changed(Optional.empty());
            });
        }

        @Override
        public Reservation find(ReservationId reservationId) {
            throw new IllegalStateException("not needed");
        }
    }

    private record WillingInventory() implements Inventory {

        @Override
        public Release release(ReleaseHold request) {
            throw new IllegalStateException("not needed");
        }

        @Override
        public Commit commit(CommitSeats request) {
            return new Commit(Optional.empty(), List.of());
        }
    }
}
