package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService.Resend;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * A checked or sent change of a dead letter's body, as operators see it. Public because JSON-B reads it; JSON-B omits null
 * values.
 *
 * @param type the event that the new body is; {@code unknown} for one that takes no work
 * @param reservationId of the new body; absent for an event that takes no work
 * @param messageBytes the whole message, as the queue counts
 * @param maxBytes the largest message that the queue accepts
 * @param originalKept whether the producer's body goes with the message
 * @param job absent for a check
 */
public record ResendView(
        String type,
        @JsonbProperty("reservation_id") @Nullable String reservationId,
        @JsonbProperty("body_bytes") int bodyBytes,
        @JsonbProperty("body_sha256") String bodySha256,
        @JsonbProperty("message_bytes") int messageBytes,
        @JsonbProperty("max_bytes") int maxBytes,
        @JsonbProperty("original_bytes") int originalBytes,
        @JsonbProperty("original_sha256") String originalSha256,
        @JsonbProperty("original_kept") boolean originalKept,
        @Nullable JobView job) {

    public static ResendView of(Resend resend) {
        return new ResendView(
                resend.type().label(),
                resend.reservationId().orElse(null),
                resend.after().bytes(),
                resend.after().sha256(),
                resend.plan().bytes(),
                resend.plan().maxBytes(),
                resend.before().bytes(),
                resend.before().sha256(),
                resend.plan().keepsOriginal(),
                resend.job().map(JobView::of).orElse(null));
    }
}
