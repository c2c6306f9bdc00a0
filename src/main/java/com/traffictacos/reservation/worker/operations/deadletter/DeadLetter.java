package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A message at rest, as one receive brought it.
 *
 * @param type as far as the body tells
 * @param reservationId as far as the body tells; obeys the rule of identifiers
 * @param traceId 32 hex digits, from wherever the message says so
 * @param origin whether it is one of the worker's queue, as far as anybody can tell
 */
public record DeadLetter(
        ReceivedMessage message,
        EventType type,
        Optional<String> reservationId,
        Optional<String> traceId,
        Origin origin) {

    /** The reason of letters that carry none: the queue's redrive policy moved them. */
    public static final String UNKNOWN_REASON = "unknown";

    /** A newer worker's words count too; anything else is no word of ours. */
    static final Pattern WORD = Pattern.compile("[a-z][a-z_]{0,63}");

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final int SHORT_DETAIL = 160;

    /** The queue that a letter comes from. */
    public enum Origin {
        /** The worker's own queue, or nothing says otherwise and no other queue is known to share the dead-letter queue. */
        OWN,
        /** Another queue that shares the dead-letter queue: not the worker's business. */
        OTHER,
        /** Several queues share the dead-letter queue, and the letter does not say which of them it comes from. */
        UNCLEAR
    }

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
     * @param origin whose letter it is
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
            Optional<String> originalMessageId,
            Origin origin) {}

    /** A letter of a dead-letter queue that no other queue shares. */
    public DeadLetter(
            ReceivedMessage message, EventType type, Optional<String> reservationId, Optional<String> traceId) {
        this(message, type, reservationId, traceId, Origin.OWN);
    }

    /**
     * Whose letter it is.
     *
     * @param sourceQueue the name of the queue whose redrive policy moved it, if one did
     * @param queue the name of the worker's queue
     * @param shared whether other queues are known to share the dead-letter queue
     */
    public static Origin origin(ReceivedMessage message, Optional<String> sourceQueue, String queue, boolean shared) {
        return sourceQueue
                .or(() -> FailureAttributes.sourceQueue(message.attributes()))
                .map(source -> source.equals(queue) ? Origin.OWN : Origin.OTHER)
                .orElse(shared ? Origin.UNCLEAR : Origin.OWN);
    }

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
        return text(FailureAttributes.FAILED_AT).flatMap(DeadLetter::instant).orElse(message.sentAt());
    }

    /** With a detail that is short enough to be kept thousands of times. */
    public Head shortHead() {
        return head(SHORT_DETAIL);
    }

    public Head head() {
        return head(Integer.MAX_VALUE);
    }

    /** The attributes that the producer gave the message. */
    public Map<String, MessageAttribute> originalAttributes() {
        Set<String> added = FailureAttributes.addedByWorker(message.attributes());
        if (added.isEmpty()) {
            return message.attributes();
        }
        Map<String, MessageAttribute> original = new HashMap<>(message.attributes());
        original.keySet().removeAll(added);
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
                text(FailureAttributes.ORIGINAL_MESSAGE_ID),
                origin);
    }

    private Optional<String> text(String attribute) {
        return FailureAttributes.text(message.attributes(), attribute);
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
