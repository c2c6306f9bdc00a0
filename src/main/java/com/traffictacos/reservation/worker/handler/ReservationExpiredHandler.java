package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerContext.Step;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.platform.settings.ExpiryPolicy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * {@code reservation.expired}: the seats go back on sale and the reservation is marked expired (contract section 4). A
 * late expiry never frees a seat that was sold: the guard finds most of them before anything is touched, and a payment
 * that slips in between the two steps is dead-lettered, never passed over. An early one waits: before the end of the hold,
 * as the guard reads it, neither order of the steps begins.
 */
@Singleton
public class ReservationExpiredHandler {

    /** How far the clocks of the services may be apart: an expiry that is sent on time is not taken for an early one. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

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
     * Carries the event out; safe to repeat.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as the verdict on the event
     */
    // Their figures follow from the settings and come by MicroProfile Config.
    @Retry(retryOn = TransientFailure.class)
    @Timeout
    public HandlerResult handle(ReservationExpired event, HandlerContext delivery) {
        delivery.beginTry();
        // Once seats are free the guard has nothing left to guard, and its "confirmed" would hide the race.
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
        delivery.begin(Step.READ_RESERVATION);
        Reservation reservation = reservations.find(event.reservationId());
        ReservationStatus status = reservation.status();
        return switch (status) {
            case HOLD -> {
                requireEndOfHold(reservation);
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
        delivery.begin(Step.RELEASE_SEATS);
        List<String> freed = release(event, delivery);
        delivery.beginLast(Step.CHANGE_RESERVATION);
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
        delivery.begin(Step.CHANGE_RESERVATION);
        ReservationStatus status = mark(event, delivery);
        return switch (status) {
            case HOLD -> throw stillHeld();
            case EXPIRED -> {
                delivery.beginLast(Step.RELEASE_SEATS);
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
            // On a redelivery the earlier release may well have been this message's own.
            case ALREADY_FREED -> delivery.attempt() > 1;
            case NO_HOLD -> false;
        };
        if (freedByThisMessage) {
            delivery.noteSeatsFreed();
        }
        return release.seatIds();
    }

    /** A release without an answer may have been made all the same. */
    private Inventory.Release askForRelease(ReservationExpired event, HandlerContext delivery) {
        try {
            return inventory.release(
                    new ReleaseHold(event.reservationId(), event.eventId(), event.seats(), ReleaseReason.EXPIRED));
        } catch (TransientFailure unanswered) {
            delivery.noteSeatsMayBeFree();
            throw unanswered;
        }
    }

    /** Marks the reservation expired and answers where it stands after that. */
    private ReservationStatus mark(ReservationExpired event, HandlerContext delivery) {
        return switch (reservations.change(event.reservationId(), new StatusChange.Expire())) {
            case ChangeResult.Changed ignored -> ReservationStatus.EXPIRED;
            case ChangeResult.Conflict ignored -> {
                delivery.begin(Step.READ_RESERVATION);
                Reservation reservation = reservations.find(event.reservationId());
                // The book may keep to the end of the hold itself. With the seats free there is nothing to wait for.
                if (reservation.status() == ReservationStatus.HOLD && !delivery.seatsMayBeFree()) {
                    requireEndOfHold(reservation);
                }
                yield reservation.status();
            }
        };
    }

    /** An end that the book does not say, or not readably, keeps nothing from its expiry. */
    private void requireEndOfHold(Reservation reservation) {
        reservation.holdExpiresAt().ifPresent(end -> {
            Duration remaining = Duration.between(clock.instant(), end);
            if (remaining.compareTo(CLOCK_SKEW) > 0) {
                throw new HoldNotExpired(end, remaining);
            }
        });
    }

    private static HandlerResult stale(ReservationStatus status) {
        return new HandlerResult.Skipped("the reservation is " + status);
    }

    private static TransientFailure stillHeld() {
        return new TransientFailure(
                Dependency.RESERVATION_API, "refused the change as a conflict, yet the reservation is still HOLD");
    }
}
