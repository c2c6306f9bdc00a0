package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * {@code payment.failed}: the reservation is cancelled and its seats go back on sale (contract section 4). If the
 * reservation is already confirmed or expired, the event is stale and inventory is not called.
 */
@SingletonBean
public class PaymentFailedHandler {

    private static final String CANCEL_REASON = "payment_failed";

    private final Inventory inventory;
    private final Reservations reservations;

    @Inject
    public PaymentFailedHandler(Inventory inventory, Reservations reservations) {
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
    public HandlerResult handle(PaymentFailed event, HandlerContext delivery) {
        delivery.beginAttempt();
        delivery.begin(ServiceCall.CHANGE_RESERVATION);
        ChangeResult result =
                reservations.change(event.reservationId(), new StatusChange.Cancel(CANCEL_REASON, event.errorCode()));
        return switch (result) {
            case ChangeResult.Changed ignored -> release(event, delivery, Optional.empty());
            case ChangeResult.Conflict ignored -> {
                Reservation reservation = read(event.reservationId(), delivery);
                yield switch (reservation.status()) {
                    case CANCELLED -> release(event, delivery, Optional.of(reservation));
                    case CONFIRMED, EXPIRED -> new HandlerResult.Skipped("the reservation is " + reservation.status());
                    case UNKNOWN ->
                        throw new PermanentFailure(
                                FailureReason.UNEXPECTED_STATUS,
                                "the change was refused, then the status was none of the four");
                    case HOLD ->
                        throw new TransientFailure(
                                Dependency.RESERVATION_API,
                                "refused the change as a conflict, yet the reservation is still HOLD");
                };
            }
        };
    }

    private HandlerResult release(PaymentFailed event, HandlerContext delivery, Optional<Reservation> known) {
        SeatTarget target = SeatTarget.of(
                        event, event.seats(), () -> known.orElseGet(() -> read(event.reservationId(), delivery)))
                .orElseThrow(() -> new PermanentFailure(
                        FailureReason.NOTHING_TO_RELEASE,
                        "neither the event nor the reservation names concert and seats without contradiction"));
        delivery.begin(ServiceCall.RELEASE_HOLD);
        Inventory.Release release = inventory.release(
                new ReleaseHold(event.reservationId(), target.eventId(), target.seats(), ReleaseReason.FAILED_PAYMENT));
        return new HandlerResult.Completed(Optional.empty(), release.seatIds());
    }

    private Reservation read(ReservationId reservationId, HandlerContext delivery) {
        delivery.begin(ServiceCall.READ_RESERVATION);
        return reservations.find(reservationId);
    }
}
