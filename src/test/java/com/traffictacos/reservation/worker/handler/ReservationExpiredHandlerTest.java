package com.traffictacos.reservation.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import com.traffictacos.reservation.worker.platform.settings.ExpiryPolicy;
import com.traffictacos.reservation.worker.platform.settings.ExpiryPolicy.Order;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationExpiredHandlerTest {

    private static final ReservationExpired EVENT = new ReservationExpired(
            EventHeader.NONE,
            new ReservationId("rsv"),
            new ConcertId("concert"),
            SeatSelection.ofSeats(List.of("A1", "A2")));

    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");

    private final List<String> calls = new ArrayList<>();
    private final FakeInventory inventory = new FakeInventory(calls);
    private final FakeReservations reservations = new FakeReservations(calls);

    @Test
    void readsThenReleasesThenMarks() {
        reservations.put("rsv", ReservationStatus.HOLD);

        HandlerResult handled = handle(true, Order.RELEASE_FIRST, firstDelivery());

        assertThat(handled).isInstanceOf(HandlerResult.Completed.class);
        assertThat(calls).containsExactly("find", "release EXPIRED", "change to EXPIRED");
        assertThat(inventory.releases().getFirst().seats()).isEqualTo(EVENT.seats());
    }

    @Test
    void marksBeforeItReleasesWhenToldSo() {
        reservations.put("rsv", ReservationStatus.HOLD);

        handle(true, Order.MARK_FIRST, firstDelivery());

        assertThat(calls).containsExactly("find", "change to EXPIRED", "release EXPIRED");
    }

    @Test
    void leavesTheGuardOutWhenToldSo() {
        reservations.put("rsv", ReservationStatus.HOLD);

        handle(false, Order.RELEASE_FIRST, firstDelivery());

        assertThat(calls).containsExactly("release EXPIRED", "change to EXPIRED");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED", "CANCELLED"})
    void touchesNothingWhenTheGuardFindsTheExpiryStale(ReservationStatus status) {
        reservations.put("rsv", status);

        HandlerResult handled = handle(true, Order.RELEASE_FIRST, firstDelivery());

        assertThat(handled).isInstanceOf(HandlerResult.Skipped.class);
        assertThat(calls).containsExactly("find");
    }

    @Test
    void releasesAgainWhenTheReservationIsExpiredAlready() {
        reservations.put("rsv", ReservationStatus.EXPIRED);

        HandlerResult handled = handle(true, Order.RELEASE_FIRST, firstDelivery());

        assertThat(handled).isInstanceOf(HandlerResult.Completed.class);
        assertThat(calls).containsExactly("find", "release EXPIRED", "change to EXPIRED", "find");
    }

    @Test
    void refusesToActOnAStatusItDoesNotKnow() {
        reservations.put("rsv", ReservationStatus.UNKNOWN);

        PermanentFailure failure = rejected(true, Order.RELEASE_FIRST, firstDelivery());

        assertThat(failure.reason()).isEqualTo(FailureReason.UNEXPECTED_STATUS);
        assertThat(inventory.releases()).isEmpty();
    }

    @Test
    void reportsAnUnknownReservation() {
        assertThat(rejected(true, Order.RELEASE_FIRST, firstDelivery()).reason())
                .isEqualTo(FailureReason.RESERVATION_NOT_FOUND);
    }

    @Test
    void deadLettersARaceInWhichSeatsWereFreedAndThePaymentWon() {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.beforeChange(() -> reservations.put("rsv", ReservationStatus.CONFIRMED));

        assertThat(rejected(true, Order.RELEASE_FIRST, firstDelivery()).reason())
                .isEqualTo(FailureReason.RELEASED_BUT_CONFIRMED);
    }

    @Test
    void skipsARaceInWhichNothingWasFreed() {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.beforeChange(() -> reservations.put("rsv", ReservationStatus.CONFIRMED));
        inventory.answerReleasesWith(ReleaseEffect.NO_HOLD);

        assertThat(handle(true, Order.RELEASE_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Skipped.class);
    }

    @Test
    void takesSeatsThatAnEarlierDeliveryFreedForItsOwn() {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.beforeChange(() -> reservations.put("rsv", ReservationStatus.CONFIRMED));
        inventory.answerReleasesWith(ReleaseEffect.ALREADY_FREED);

        assertThat(rejected(true, Order.RELEASE_FIRST, new HandlerContext(2, () -> {}))
                        .reason())
                .isEqualTo(FailureReason.RELEASED_BUT_CONFIRMED);
        assertThat(handle(true, Order.RELEASE_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Skipped.class);
    }

    @Test
    void remembersFreedSeatsOverTheTriesOfOneDelivery() {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.failNextChange(new TransientFailure(Dependency.RESERVATION_API, "503"));
        HandlerContext delivery = firstDelivery();
        assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> handle(true, Order.RELEASE_FIRST, delivery));
        reservations.put("rsv", ReservationStatus.CONFIRMED);

        assertThat(rejected(true, Order.RELEASE_FIRST, delivery).reason())
                .isEqualTo(FailureReason.RELEASED_BUT_CONFIRMED);
    }

    @Test
    void isNotSilentAboutAReleaseWhoseAnswerWasLost() {
        reservations.put("rsv", ReservationStatus.HOLD);
        inventory.failNext(new TransientFailure(Dependency.INVENTORY, "DEADLINE_EXCEEDED"));
        HandlerContext delivery = firstDelivery();
        assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> handle(true, Order.RELEASE_FIRST, delivery));
        reservations.put("rsv", ReservationStatus.CONFIRMED);

        assertThat(rejected(true, Order.RELEASE_FIRST, delivery).reason())
                .isEqualTo(FailureReason.RELEASED_BUT_CONFIRMED);
        assertThat(inventory.releases()).isEmpty();
    }

    @Test
    void takesAReleaseThatWasNeverMadeForNone() {
        reservations.put("rsv", ReservationStatus.HOLD);
        inventory.failNext(new DependencyUnavailable(Dependency.INVENTORY, "circuit open", null));
        HandlerContext delivery = firstDelivery();
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> handle(true, Order.RELEASE_FIRST, delivery));
        reservations.put("rsv", ReservationStatus.CONFIRMED);

        assertThat(handle(true, Order.RELEASE_FIRST, delivery)).isInstanceOf(HandlerResult.Skipped.class);
    }

    @Test
    void skipsWhenTheReservationWasCancelledMeanwhile() {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.beforeChange(() -> reservations.put("rsv", ReservationStatus.CANCELLED));

        assertThat(handle(true, Order.RELEASE_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Skipped.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED", "CANCELLED"})
    void releasesNothingWhenTheMarkIsRefused(ReservationStatus status) {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.beforeChange(() -> reservations.put("rsv", status));

        assertThat(handle(true, Order.MARK_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Skipped.class);
        assertThat(inventory.releases()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void neverSkipsAStatusItDoesNotKnowAfterTheMarkIsRefused(Order order) {
        reservations.put("rsv", ReservationStatus.HOLD);
        reservations.beforeChange(() -> reservations.put("rsv", ReservationStatus.UNKNOWN));

        assertThat(rejected(true, order, firstDelivery()).reason()).isEqualTo(FailureReason.UNEXPECTED_STATUS);
    }

    @Test
    void releasesAfterAMarkThatWasThereAlready() {
        reservations.put("rsv", ReservationStatus.EXPIRED);

        assertThat(handle(false, Order.MARK_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Completed.class);
        assertThat(calls).containsExactly("change to EXPIRED", "find", "release EXPIRED");
    }

    @Test
    void beginsNoStepOnceTheLeaseIsLost() {
        reservations.put("rsv", ReservationStatus.HOLD);
        HandlerContext fenced = new HandlerContext(1, () -> {
            throw new LeaseLost("refused");
        });

        assertThat(catchThrowableOfType(LeaseLost.class, () -> handle(true, Order.RELEASE_FIRST, fenced)))
                .isNotNull();
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void touchesNothingOfAHoldThatHasNotEnded(Order order) {
        reservations.putHold("rsv", NOW.plusSeconds(90));

        HoldNotExpired early = catchThrowableOfType(HoldNotExpired.class, () -> handle(true, order, firstDelivery()));

        assertThat(early).isNotNull();
        assertThat(early.remaining()).isEqualTo(Duration.ofSeconds(90));
        assertThat(early.detail()).contains("2025-01-23T10:01:30Z");
        assertThat(calls).containsExactly("find");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 0, 4, 5})
    void toleratesClocksThatDifferBySomeSeconds(long secondsLeft) {
        reservations.putHold("rsv", NOW.plusSeconds(secondsLeft));

        assertThat(handle(true, Order.RELEASE_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Completed.class);
    }

    @Test
    void asksForNoEndOfAHoldThatIsMarkedExpired() {
        reservations.putHold("rsv", NOW.plusSeconds(90));
        reservations.put("rsv", ReservationStatus.EXPIRED);

        assertThat(handle(true, Order.RELEASE_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Completed.class);
    }

    @Test
    void readsNoEndOfTheHoldWithoutTheGuard() {
        reservations.putHold("rsv", NOW.plusSeconds(90));

        assertThat(handle(false, Order.RELEASE_FIRST, firstDelivery())).isInstanceOf(HandlerResult.Completed.class);
        assertThat(calls).containsExactly("release EXPIRED", "change to EXPIRED");
    }

    /** A reservation API that itself refuses to expire a hold that has not ended. */
    @Test
    void waitsForTheEndOfTheHoldWhereTheMarkIsRefusedForIt() {
        Reservations strict = new Reservations() {
            @Override
            public ChangeResult change(ReservationId reservationId, StatusChange change) {
                return new ChangeResult.Conflict();
            }

            @Override
            public Reservation find(ReservationId reservationId) {
                return new Reservation(
                        reservationId,
                        ReservationStatus.HOLD,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NOW.plusSeconds(60)));
            }
        };
        ReservationExpiredHandler markFirst = new ReservationExpiredHandler(
                inventory, strict, new ExpiryPolicy(false, Order.MARK_FIRST), Clock.fixed(NOW, ZoneOffset.UTC));
        ReservationExpiredHandler releaseFirst = new ReservationExpiredHandler(
                inventory, strict, new ExpiryPolicy(false, Order.RELEASE_FIRST), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThatExceptionOfType(HoldNotExpired.class).isThrownBy(() -> markFirst.handle(EVENT, firstDelivery()));
        // The seats are already free: this must become visible to operators, and must not wait.
        assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> releaseFirst.handle(EVENT, firstDelivery()));
    }

    private HandlerResult handle(boolean guard, Order order, HandlerContext delivery) {
        return new ReservationExpiredHandler(
                        inventory, reservations, new ExpiryPolicy(guard, order), Clock.fixed(NOW, ZoneOffset.UTC))
                .handle(EVENT, delivery);
    }

    private PermanentFailure rejected(boolean guard, Order order, HandlerContext delivery) {
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> handle(guard, order, delivery));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static HandlerContext firstDelivery() {
        return new HandlerContext(1, () -> {});
    }
}
