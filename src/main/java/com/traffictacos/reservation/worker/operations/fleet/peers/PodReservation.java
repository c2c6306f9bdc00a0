package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.operations.reservation.RecentOutcome;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one worker knows of a reservation, as it gives it to another. Public because JSON-B reads it.
 *
 * @param instance identifies the process
 * @param inFlight its messages in flight, the oldest first
 */
public record PodReservation(
        String instance,
        String name,
        @JsonbProperty("reservation_id") String reservationId,
        @JsonbProperty("in_work") List<PodStatus.Message> inFlight,
        Outcomes outcomes) {

    /**
     * The ends of deliveries that the worker remembers.
     *
     * @param capacity for all reservations together; zero if none
     * @param oldest what ended before is forgotten; absent if nothing is remembered
     * @param matched how many belong to the reservation
     * @param list the newest first
     */
    public record Outcomes(
            int capacity,
            @JsonbProperty("remembered_since") @Nullable Instant oldest,
            long matched,
            List<Ended> list) {

        public static Outcomes of(ReservationOverview.Outcomes outcomes) {
            return new Outcomes(
                    outcomes.capacity(),
                    outcomes.oldest().orElse(null),
                    outcomes.matched(),
                    outcomes.newest().stream().map(Ended::of).toList());
        }
    }

    /** The end of one delivery; empty texts are what there is none of. */
    public record Ended(
            @JsonbProperty("ended_at") Instant endedAt,
            String type,
            String outcome,
            String reason,
            int attempt,
            @JsonbProperty("handler_attempts") int handlerAttempts,
            @JsonbProperty("duration_seconds") double durationSeconds,
            @JsonbProperty("trace_id") String traceId,
            @JsonbProperty("message_id") String messageId) {

        static Ended of(RecentOutcome outcome) {
            return new Ended(
                    outcome.endedAt(),
                    outcome.type().label(),
                    outcome.outcome().label(),
                    outcome.reason(),
                    outcome.attempt(),
                    outcome.handlerAttempts(),
                    outcome.duration().toMillis() / 1e3,
                    outcome.traceId(),
                    outcome.messageId());
        }
    }
}
