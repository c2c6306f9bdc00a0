package com.traffictacos.reservation.worker.deadletter;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.worker.MessageAttribute;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message at rest, as one receive brought it.
 *
 * @param type as far as the body tells
 * @param reservationId as far as the body tells; obeys the rule of identifiers
 * @param traceId 32 hex digits, from wherever the message says so
 */
public record Letter(
        ReceivedMessage message, EventType type, Optional<String> reservationId, Optional<String> traceId) {

    /** The reason of letters that carry none: the queue's redrive policy moved them. */
    public static final String UNKNOWN_REASON = "unknown";

    /** A newer worker's words count too; anything else is no word of ours. */
    static final Pattern WORD = Pattern.compile("[a-z][a-z_]{0,63}");

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final int SHORT_DETAIL = 160;

    /** What a received letter is released or deleted with. */
    public record Receipt(String letterId, String handle) {

        @Override
        public String toString() {
            return letterId;
        }
    }

    /**
     * What is told of a letter in lists: everything but its body and attributes.
     *
     * @param reason a word; {@link #UNKNOWN_REASON} if it has none
     * @param detail for people, perhaps cut; empty if there is none
     * @param diedAt when the worker gave it up; for letters that the redrive policy moved, when it was sent
     * @param sentAt when it entered the queue that it was sent to: this one, or the one it was moved from
     * @param attempts deliveries before it died; 0 if not known
     * @param receiveCount how often it was received as a letter
     */
    public record Head(
            String id,
            String reason,
            String detail,
            String type,
            Optional<String> reservationId,
            Optional<String> traceId,
            Instant diedAt,
            Instant sentAt,
            int attempts,
            int receiveCount,
            int bodyBytes,
            Optional<String> originalMessageId) {}

    /** The letter's own message id, not the original's. */
    public String id() {
        return message.messageId();
    }

    public Receipt receipt() {
        return new Receipt(message.messageId(), message.receiptHandle());
    }

    /** A word of the fixed list, perhaps a newer one; {@link #UNKNOWN_REASON} if the letter has none. */
    public String reason() {
        return text(FailureAttributes.REASON)
                .filter(WORD.asMatchPredicate())
                .map(String::intern)
                .orElse(UNKNOWN_REASON);
    }

    public Instant diedAt() {
        return text(FailureAttributes.FAILED_AT).flatMap(Letter::instant).orElse(message.sentAt());
    }

    /** With a detail that is short enough to be kept thousands of times. */
    public Head shortHead() {
        return head(SHORT_DETAIL);
    }

    public Head head() {
        return head(Integer.MAX_VALUE);
    }

    /**
     * The attributes that the producer gave the message. A letter without a reason was not sent by a worker: nothing of
     * it is the worker's.
     */
    public Map<String, MessageAttribute> originalAttributes() {
        if (!message.attributes().containsKey(FailureAttributes.REASON)) {
            return message.attributes();
        }
        Map<String, MessageAttribute> original = new HashMap<>(message.attributes());
        original.keySet().removeAll(FailureAttributes.NAMES);
        return Map.copyOf(original);
    }

    private Head head(int longestDetail) {
        String detail = text(FailureAttributes.DETAIL).orElse("");
        return new Head(
                id(),
                reason(),
                detail.length() > longestDetail ? detail.substring(0, longestDetail) + "..." : detail,
                type.label(),
                reservationId,
                traceId,
                diedAt(),
                message.sentAt(),
                text(FailureAttributes.ATTEMPTS)
                        .filter(COUNT.asMatchPredicate())
                        .map(Integer::valueOf)
                        .orElse(0),
                message.receiveCount(),
                message.body().getBytes(StandardCharsets.UTF_8).length,
                text(FailureAttributes.ORIGINAL_MESSAGE_ID));
    }

    private Optional<String> text(String attribute) {
        return message.attributes().get(attribute) instanceof MessageAttribute.Text text
                ? Optional.of(text.value())
                : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            // Somebody else's attribute of that name.
            return Optional.empty();
        }
    }

    /** Identity without the body, so that a stray log line gives nothing away. */
    @Override
    public String toString() {
        return "letter " + id();
    }
}
