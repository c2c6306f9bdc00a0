package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import jakarta.ws.rs.ProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Maps the reservation API's answers according to the table of contract section 3. Thread-safe.
 *
 * <p>Cases that the table does not list: a redirect, or any other status that a working service does not send, is
 * transient, because its cause is an address or a proxy and not the message. A reservation that cannot be read, or is
 * not the requested one, is transient too: a truncated answer is correct on a retry, and an API with another format is
 * an outage and must not fill the dead-letter queue.
 */
final class ReservationResponseMapper {

    private final Clock clock;

    /** @param clock for {@code Retry-After} dates */
    ReservationResponseMapper(Clock clock) {
        this.clock = clock;
    }

    /** @throws EventFailure if the reservation was not changed and had not already reached a later status */
    ChangeResult changed(HttpResponse answer) {
        if (answer.isSuccess()) {
            // The step is done, whatever the body contains.
            return new ChangeResult.Changed(
                    answer.body().flatMap(ReservationBody::read).flatMap(body -> body.text("order_id")));
        }
        if (answer.status() == 409) {
            return new ChangeResult.Conflict();
        }
        throw failure("PATCH", answer);
    }

    /** @throws EventFailure if there is no such reservation, or it cannot be read */
    Reservation found(ReservationId asked, HttpResponse answer) {
        if (!answer.isSuccess()) {
            throw failure("GET", answer);
        }
        ReservationBody body = answer.body()
                .flatMap(ReservationBody::read)
                .orElseThrow(() -> passing("GET answered " + answer.status() + " without a readable reservation"));
        if (body.text("reservation_id").filter(id -> !id.equals(asked.value())).isPresent()) {
            throw passing("GET answered with another reservation");
        }
        return new Reservation(
                asked, status(body), body.eventId(), body.seats(), body.text("user_id"), body.time("hold_expires_at"));
    }

    private static ReservationStatus status(ReservationBody body) {
        return switch (body.text("status").orElse("")) {
            case "HOLD" -> ReservationStatus.HOLD;
            case "CONFIRMED" -> ReservationStatus.CONFIRMED;
            case "CANCELLED" -> ReservationStatus.CANCELLED;
            case "EXPIRED" -> ReservationStatus.EXPIRED;
            default -> ReservationStatus.UNKNOWN;
        };
    }

    /** Returns the failure for a request that got no response. */
    static EventFailure unanswered(ProcessingException failed) {
        return DependencyUnavailable.isUnreachable(failed)
                ? new DependencyUnavailable(Dependency.RESERVATION_API, "cannot be reached", failed)
                : new TransientFailure(Dependency.RESERVATION_API, "no answer", failed);
    }

    private EventFailure failure(String method, HttpResponse answer) {
        int status = answer.status();
        String detail = method + " answered " + status;
        if (status == 404) {
            return refused(FailureReason.RESERVATION_NOT_FOUND, detail, status);
        }
        boolean passes = status < 400 || status == 408 || status == 425 || status == 429 || status >= 500;
        if (!passes) {
            return refused(FailureReason.RESERVATION_REJECTED, detail, status);
        }
        Optional<Duration> wait = answer.retryAfter().flatMap(header -> RetryAfter.parse(header, clock.instant()));
        return wait.isPresent() ? new Throttled(Dependency.RESERVATION_API, detail, wait.get()) : passing(detail);
    }

    /**
     * A service reports an error in the event itself with 400, 409 or 422. Every other status may concern the caller.
     */
    private static PermanentFailure refused(FailureReason reason, String detail, int status) {
        String text = "reservation-api: " + detail;
        return status == 400 || status == 409 || status == 422
                ? new PermanentFailure(reason, text)
                : PermanentFailure.ofCaller(reason, text, Integer.toString(status), null);
    }

    private static TransientFailure passing(String detail) {
        return new TransientFailure(Dependency.RESERVATION_API, detail);
    }
}
