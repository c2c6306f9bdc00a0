package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.ExpiryPolicy;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * {@code reservation.expired}: the seats go back on sale and the reservation is marked expired (contract section 4).
 *
 * <p>A late expiry never releases a seat that was sold. The guard detects most late expiries before any service is
 * changed. A payment that arrives between the two steps leads to a dead letter and is never ignored.
 *
 * <p>An early expiry waits: if the guard reads that the hold has not ended, neither order of the steps starts.
 */
@SingletonBean
public class ReservationExpiredHandler {

    private final Inventory inventory;
    private final Reservations reservations;
    private final ExpiryPolicy policy;
    private final Clock clock;

    @Inject
    public ReservationExpiredHandler(Inventory inventory, Reservations reservations, ExpiryPolicy policy, Clock clock) {
        this.inventory = inventory;
        this.reservations = reservations;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Processes the event; safe to repeat.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as the verdict on the event
     */
    // The values of both annotations are computed from the settings and read through MicroProfile Config.
    @Retry(retryOn = TransientFailure.class)
    @Timeout
    public HandlerResult handle(ReservationExpired event, HandlerContext delivery) {
        delivery.beginAttempt();
        // Once the seats are free, the guard cannot protect them, and a CONFIRMED result from the guard would hide the
        // race.
        if (policy.guard() && !delivery.seatsFreed()) {
            Optional<HandlerResult> stale = guard(event, delivery);
            if (stale.isPresent()) {
                return stale.get();
            }
        }
        return switch (policy.order()) {
            case RELEASE_FIRST -> releaseThenMark(event, delivery);
            case MARK_FIRST -> markThenRelease(event, delivery);
        };
    }

    private Optional<HandlerResult> guard(ReservationExpired event, HandlerContext delivery) {
        delivery.begin(ServiceCall.READ_RESERVATION);
        Reservation reservation = reservations.find(event.reservationId());
        ReservationStatus status = reservation.status();
        return switch (status) {
            case HOLD -> {
                reservation.requireEndOfHold(clock.instant());
                yield Optional.empty();
            }
            case EXPIRED -> Optional.empty();
            case CONFIRMED -> {
                if (delivery.seatsMayBeFree()) {
                    throw new PermanentFailure(
                            FailureReason.RELEASED_BUT_CONFIRMED,
                            "an earlier try may have freed the seats, then the reservation was found confirmed");
                }
                yield Optional.of(stale(status));
            }
            case CANCELLED -> Optional.of(stale(status));
            case UNKNOWN ->
                throw new PermanentFailure(
                        FailureReason.UNEXPECTED_STATUS, "the guard found a status that is none of the four");
        };
    }

    private HandlerResult releaseThenMark(ReservationExpired event, HandlerContext delivery) {
        delivery.begin(ServiceCall.RELEASE_HOLD);
        List<String> freed = release(event, delivery);
        delivery.begin(ServiceCall.CHANGE_RESERVATION);
        return switch (mark(event, delivery)) {
            case HOLD -> throw stillHeld();
            case EXPIRED -> new HandlerResult.Completed(Optional.empty(), freed);
            case CONFIRMED -> {
                if (delivery.seatsFreed()) {
                    throw new PermanentFailure(
                            FailureReason.RELEASED_BUT_CONFIRMED,
                            "the seats were freed, then the reservation was found confirmed");
                }
                yield stale(ReservationStatus.CONFIRMED);
            }
            case CANCELLED -> stale(ReservationStatus.CANCELLED);
            case UNKNOWN ->
                throw new PermanentFailure(
                        FailureReason.UNEXPECTED_STATUS,
                        "the seats were released, then the status was none of the four");
        };
    }

    private HandlerResult markThenRelease(ReservationExpired event, HandlerContext delivery) {
        delivery.begin(ServiceCall.CHANGE_RESERVATION);
        ReservationStatus status = mark(event, delivery);
        return switch (status) {
            case HOLD -> throw stillHeld();
            case EXPIRED -> {
                delivery.begin(ServiceCall.RELEASE_HOLD);
                yield new HandlerResult.Completed(Optional.empty(), release(event, delivery));
            }
            case CONFIRMED, CANCELLED -> stale(status);
            case UNKNOWN ->
                throw new PermanentFailure(
                        FailureReason.UNEXPECTED_STATUS,
                        "the change was refused, then the status was none of the four");
        };
    }

    private List<String> release(ReservationExpired event, HandlerContext delivery) {
        Inventory.Release release = askForRelease(event, delivery);
        boolean freedByThisMessage = switch (release.effect()) {
            case FREED -> true;
            // On a redelivery, the earlier release may have been made by this message.
            case ALREADY_FREED -> delivery.receiveCount() > 1;
            case NO_HOLD -> false;
        };
        if (freedByThisMessage) {
            delivery.noteSeatsFreed();
        }
        return release.seatIds();
    }

    /** Inventory may have carried out a release that it did not answer. */
    private Inventory.Release askForRelease(ReservationExpired event, HandlerContext delivery) {
        try {
            return inventory.release(
                    new ReleaseHold(event.reservationId(), event.eventId(), event.seats(), ReleaseReason.EXPIRED));
        } catch (TransientFailure unanswered) {
            delivery.noteSeatsMayBeFree();
            throw unanswered;
        }
    }

    /** Marks the reservation expired and returns its status after that. */
    private ReservationStatus mark(ReservationExpired event, HandlerContext delivery) {
        return switch (reservations.change(event.reservationId(), new StatusChange.Expire())) {
            case ChangeResult.Changed ignored -> ReservationStatus.EXPIRED;
            case ChangeResult.Conflict ignored -> {
                delivery.begin(ServiceCall.READ_RESERVATION);
                Reservation reservation = reservations.find(event.reservationId());
                // The reservation API may itself refuse to expire a hold that has not ended. If the seats are free,
                // there is no reason to wait.
                if (reservation.status() == ReservationStatus.HOLD && !delivery.seatsMayBeFree()) {
                    reservation.requireEndOfHold(clock.instant());
                }
                yield reservation.status();
            }
        };
    }

    private static HandlerResult stale(ReservationStatus status) {
        return new HandlerResult.Skipped("the reservation is " + status);
    }

    private static TransientFailure stillHeld() {
        return new TransientFailure(
                Dependency.RESERVATION_API, "refused the change as a conflict, yet the reservation is still HOLD");
    }
}
