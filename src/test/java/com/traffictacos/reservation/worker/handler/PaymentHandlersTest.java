package com.traffictacos.reservation.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentHandlersTest {

    private static final ReservationId RESERVATION = new ReservationId("rsv");
    private static final PaymentIntentId PAYMENT = new PaymentIntentId("pay");
    private static final Optional<ConcertId> CONCERT = Optional.of(new ConcertId("concert"));
    private static final Optional<SeatSelection> SEATS = Optional.of(SeatSelection.ofQuantity(2));

    private final List<String> calls = new ArrayList<>();
    private final FakeInventory inventory = new FakeInventory(calls);
    private final FakeReservations reservations = new FakeReservations(calls);
    private final HandlerContext delivery = new HandlerContext(1, () -> {});

    @Nested
    class Approved {

        private final PaymentApprovedHandler handler = new PaymentApprovedHandler(inventory, reservations);

        @Test
        void confirmsThenCommits() {
            reservations.put("rsv", ReservationStatus.HOLD);

            HandlerResult handled = handler.handle(approved(CONCERT, SEATS), delivery);

            assertThat(handled).isEqualTo(new HandlerResult.Completed(Optional.of("order-rsv"), List.of()));
            assertThat(calls).containsExactly("change to CONFIRMED", "commit");
        }

        @Test
        void commitsAgainWhenTheReservationIsConfirmedAlready() {
            reservations.put("rsv", ReservationStatus.CONFIRMED);

            handler.handle(approved(CONCERT, SEATS), delivery);

            assertThat(calls).containsExactly("change to CONFIRMED", "find", "commit");
            assertThat(inventory.commits().getFirst().userId()).contains("user");
        }

        @ParameterizedTest
        @EnumSource(names = {"EXPIRED", "CANCELLED"})
        void neverSkipsAPaymentForSeatsThatAreGone(ReservationStatus status) {
            reservations.put("rsv", status);

            PermanentFailure failure = catchThrowableOfType(
                    PermanentFailure.class, () -> handler.handle(approved(CONCERT, SEATS), delivery));

            assertThat(failure.reason()).isEqualTo(FailureReason.PAID_BUT_NOT_HELD);
            assertThat(inventory.commits()).isEmpty();
        }

        @Test
        void neverSkipsAPaymentForAStatusItDoesNotKnow() {
            reservations.put("rsv", ReservationStatus.UNKNOWN);

            PermanentFailure failure = catchThrowableOfType(
                    PermanentFailure.class, () -> handler.handle(approved(CONCERT, SEATS), delivery));

            assertThat(failure.reason()).isEqualTo(FailureReason.UNEXPECTED_STATUS);
        }

        @Test
        void readsTheReservationOnceForWhatTheEventLeavesOut() {
            reservations.put("rsv", ReservationStatus.CONFIRMED);

            handler.handle(approved(Optional.empty(), Optional.empty()), delivery);

            assertThat(calls).containsExactly("change to CONFIRMED", "find", "commit");
            assertThat(inventory.commits().getFirst().seats().seatIds()).containsExactly("A1");
        }

        @Test
        void looksTheConcertUpWhenTheEventNamesTheSeatsAlone() {
            reservations.put("rsv", ReservationStatus.HOLD);

            handler.handle(approved(Optional.empty(), SEATS), delivery);

            assertThat(calls).containsExactly("change to CONFIRMED", "find", "commit");
            assertThat(inventory.commits().getFirst().seats()).isEqualTo(SEATS.orElseThrow());
        }

        @Test
        void reportsThatThereIsNothingToCommit() {
            reservations.put("rsv", ReservationStatus.HOLD, CONCERT, Optional.empty());

            PermanentFailure failure = catchThrowableOfType(
                    PermanentFailure.class,
                    () -> handler.handle(approved(Optional.empty(), Optional.empty()), delivery));

            assertThat(failure.reason()).isEqualTo(FailureReason.NOTHING_TO_COMMIT);
        }

        private PaymentApproved approved(Optional<ConcertId> concert, Optional<SeatSelection> seats) {
            return new PaymentApproved(EventHeader.NONE, RESERVATION, PAYMENT, concert, seats, Optional.empty());
        }
    }

    @Nested
    class Failed {

        private final PaymentFailedHandler handler = new PaymentFailedHandler(inventory, reservations);

        @Test
        void cancelsThenReleases() {
            reservations.put("rsv", ReservationStatus.HOLD);

            handler.handle(failed(CONCERT, SEATS), delivery);

            assertThat(calls).containsExactly("change to CANCELLED", "release FAILED_PAYMENT");
        }

        @Test
        void releasesAgainWhenTheReservationIsCancelledAlready() {
            reservations.put("rsv", ReservationStatus.CANCELLED);

            handler.handle(failed(Optional.empty(), Optional.empty()), delivery);

            assertThat(calls).containsExactly("change to CANCELLED", "find", "release FAILED_PAYMENT");
        }

        @ParameterizedTest
        @EnumSource(names = {"CONFIRMED", "EXPIRED"})
        void touchesNoSeatWhenTheReservationWentAnotherWay(ReservationStatus status) {
            reservations.put("rsv", status);

            assertThat(handler.handle(failed(CONCERT, SEATS), delivery)).isInstanceOf(HandlerResult.Skipped.class);
            assertThat(inventory.releases()).isEmpty();
        }

        @Test
        void neverSkipsAStatusItDoesNotKnow() {
            reservations.put("rsv", ReservationStatus.UNKNOWN);

            PermanentFailure failure = catchThrowableOfType(
                    PermanentFailure.class, () -> handler.handle(failed(CONCERT, SEATS), delivery));

            assertThat(failure).isNotNull();
            assertThat(failure.reason()).isEqualTo(FailureReason.UNEXPECTED_STATUS);
            assertThat(inventory.releases()).isEmpty();
        }

        @Test
        void reportsThatThereIsNothingToRelease() {
            reservations.put("rsv", ReservationStatus.HOLD, Optional.empty(), SEATS);

            PermanentFailure failure = catchThrowableOfType(
                    PermanentFailure.class, () -> handler.handle(failed(Optional.empty(), Optional.empty()), delivery));

            assertThat(failure.reason()).isEqualTo(FailureReason.NOTHING_TO_RELEASE);
        }

        private PaymentFailed failed(Optional<ConcertId> concert, Optional<SeatSelection> seats) {
            return new PaymentFailed(
                    EventHeader.NONE, RESERVATION, PAYMENT, concert, seats, Optional.of("insufficient_funds"));
        }
    }

    /** The reservation API refuses the change and then returns the reservation as if no change had been requested. */
    @Test
    void triesAgainWhenAConflictLeavesTheReservationHeld() {
        Reservations contradictory = new Reservations() {
            @Override
            public ChangeResult change(ReservationId reservationId, StatusChange change) {
                return new ChangeResult.Conflict();
            }

            @Override
            public Reservation find(ReservationId reservationId) {
                return new Reservation(
                        reservationId, ReservationStatus.HOLD, CONCERT, SEATS, Optional.empty(), Optional.empty());
            }
        };

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> new PaymentApprovedHandler(inventory, contradictory)
                        .handle(
                                new PaymentApproved(
                                        EventHeader.NONE, RESERVATION, PAYMENT, CONCERT, SEATS, Optional.empty()),
                                delivery));
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> new PaymentFailedHandler(inventory, contradictory)
                        .handle(
                                new PaymentFailed(
                                        EventHeader.NONE, RESERVATION, PAYMENT, CONCERT, SEATS, Optional.empty()),
                                delivery));
    }
}
