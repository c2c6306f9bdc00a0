package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;

/**
 * How a delivery ended. Times are numbers, so that remembering one allocates nothing but this record.
 *
 * @param endedAtMillis since the epoch
 * @param reason of a dead letter or a retry, or the note of an event that required no work; empty if there is none
 * @param attempt how often the message had been delivered
 * @param handlerAttempts how often the handler was started in this delivery
 * @param durationNanos from the start of the work to the end of the handler
 * @param traceId 32 hex digits; empty if there is none
 */
public record RecentOutcome(
        long endedAtMillis,
        EventType type,
        Outcome outcome,
        String reason,
        int attempt,
        int handlerAttempts,
        long durationNanos,
        String reservationId,
        String traceId,
        String messageId) {

    public Instant endedAt() {
        return Instant.ofEpochMilli(endedAtMillis);
    }

    public Duration duration() {
        return Duration.ofNanos(durationNanos);
    }
}
