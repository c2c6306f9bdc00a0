package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.CommitSeats;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * {@code payment.approved}: the reservation is confirmed and its seats are sold (contract section 4). The customer has
 * paid, so this event is never skipped: every failure ends as a retry or a dead letter.
 */
@SingletonBean
public class PaymentApprovedHandler {

    private final Inventory inventory;
    private final Reservations reservations;

    @Inject
    public PaymentApprovedHandler(Inventory inventory, Reservations reservations) {
        this.inventory = inventory;
        this.reservations = reservations;
    }

    /**
     * Processes the event; safe to repeat.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as the verdict on the event
     */
    // The values of both annotations are computed from the settings and read through MicroProfile Config.
    @Retry(retryOn = TransientFailure.class)
    @Timeout
    public HandlerResult handle(PaymentApproved event, HandlerContext delivery) {
        delivery.beginAttempt();
        delivery.begin(ServiceCall.CHANGE_RESERVATION);
        ChangeResult result =
                reservations.change(event.reservationId(), new StatusChange.Confirm(event.paymentIntentId()));
        return switch (result) {
            case ChangeResult.Changed changed -> commit(event, delivery, Optional.empty(), changed.orderId());
            case ChangeResult.Conflict ignored -> {
                Reservation reservation = read(event.reservationId(), delivery);
                requireConfirmed(reservation);
                yield commit(event, delivery, Optional.of(reservation), Optional.empty());
            }
        };
    }

    private static void requireConfirmed(Reservation reservation) {
        switch (reservation.status()) {
            case CONFIRMED -> {}
            case EXPIRED, CANCELLED ->
                throw new PermanentFailure(
                        FailureReason.PAID_BUT_NOT_HELD, "paid, but the reservation is " + reservation.status());
            case HOLD ->
                throw new TransientFailure(
                        Dependency.RESERVATION_API,
                        "refused the change as a conflict, yet the reservation is still HOLD");
            case UNKNOWN ->
                throw new PermanentFailure(
                        FailureReason.UNEXPECTED_STATUS, "paid, but the reservation's status is none of the four");
        }
    }

    private HandlerResult commit(
            PaymentApproved event, HandlerContext delivery, Optional<Reservation> known, Optional<String> orderId) {
        SeatTarget target = SeatTarget.of(
                        event, event.seats(), () -> known.orElseGet(() -> read(event.reservationId(), delivery)))
                .orElseThrow(() -> new PermanentFailure(
                        FailureReason.NOTHING_TO_COMMIT,
                        "neither the event nor the reservation names concert and seats without contradiction"));
        Optional<String> userId = event.userId().or(() -> known.flatMap(Reservation::userId));
        delivery.begin(ServiceCall.COMMIT_RESERVATION);
        Inventory.Commit commit = inventory.commit(new CommitSeats(
                event.reservationId(), target.eventId(), target.seats(), event.paymentIntentId(), userId));
        return new HandlerResult.Completed(commit.orderId().or(() -> orderId), commit.seatIds());
    }

    private Reservation read(ReservationId reservationId, HandlerContext delivery) {
        delivery.begin(ServiceCall.READ_RESERVATION);
        return reservations.find(reservationId);
    }
}
