package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as operators see it. Lists leave out what needs the whole message: body, attributes and group id.
 * Public because JSON-B reads it; JSON-B omits null values.
 *
 * @param diedAt when the worker dead-lettered it, or else when it was sent
 * @param expiresAt when the queue deletes it; absent if that is not known
 * @param receiveCount how often it was received as a dead letter
 */
public record DeadLetterView(
        String id,
        String reason,
        String detail,
        String type,
        @JsonbProperty("died_at") Instant diedAt,
        @JsonbProperty("sent_at") Instant sentAt,
        @JsonbProperty("expires_at") @Nullable Instant expiresAt,
        int attempts,
        @JsonbProperty("receive_count") int receiveCount,
        @JsonbProperty("body_bytes") int bodyBytes,
        @JsonbProperty("reservation_id") @Nullable String reservationId,
        @JsonbProperty("trace_id") @Nullable String traceId,
        @JsonbProperty("original_message_id") @Nullable String originalMessageId,
        @Nullable String body,
        @Nullable Map<String, Attribute> attributes,
        @JsonbProperty("group_id") @Nullable String groupId) {

    /** A message attribute; either its text or its bytes are set. */
    public record Attribute(
            @JsonbProperty("data_type") String dataType,
            @Nullable String value,
            @Nullable String base64) {

        public static Attribute of(MessageAttribute attribute) {
            return switch (attribute) {
                case MessageAttribute.Text text -> new Attribute(text.dataType(), text.value(), null);
                case MessageAttribute.Bytes bytes ->
                    new Attribute(bytes.dataType(), null, Base64.getEncoder().encodeToString(bytes.value()));
            };
        }
    }

    public static DeadLetterView of(DeadLetter.Head head) {
        return of(head, null, null, null);
    }

    public static DeadLetterView of(DeadLetter deadLetter) {
        Map<String, Attribute> attributes = deadLetter.message().attributes().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, attribute -> Attribute.of(attribute.getValue())));
        return of(
                deadLetter.head(),
                deadLetter.message().body(),
                attributes,
                deadLetter.message().groupId().orElse(null));
    }

    private static DeadLetterView of(
            DeadLetter.Head head,
            @Nullable String body,
            @Nullable Map<String, Attribute> attributes,
            @Nullable String groupId) {
        return new DeadLetterView(
                head.id(),
                head.reason(),
                head.detail(),
                head.type(),
                head.diedAt(),
                head.sentAt(),
                head.expiresAt().orElse(null),
                head.attempts(),
                head.receiveCount(),
                head.bodyBytes(),
                head.reservationId().orElse(null),
                head.traceId().orElse(null),
                head.originalMessageId().orElse(null),
                body,
                attributes,
                groupId);
    }
}
