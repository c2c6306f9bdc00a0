package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A dead letter, as one receive returned it.
 *
 * @param type as far as the body shows it
 * @param reservationId as far as the body shows it; satisfies the rule for identifiers
 * @param traceId 32 hex digits, from whichever part of the message contains it
 * @param origin whether the message comes from the worker's own queue, as far as that can be determined
 * @param expiresAt when the queue deletes it; empty if the queue's retention is not known
 */
public record DeadLetter(
        ReceivedMessage message,
        EventType type,
        Optional<String> reservationId,
        Optional<String> traceId,
        Origin origin,
        Optional<Instant> expiresAt) {

    /** The reason of dead letters without one: the queue's redrive policy moved them. */
    public static final String UNKNOWN_REASON = "unknown";

    /** The form of a reason. Accepts the reasons of newer workers too; any other text is not a reason of the worker. */
    static final Pattern WORD = Pattern.compile("[a-z][a-z_]{0,63}");

    private static final int SHORT_DETAIL = 160;

    /** The queue that a dead letter comes from. */
    public enum Origin {
        /**
         * The worker's own queue; also if nothing indicates another queue and no other queue is known to share the
         * dead-letter queue.
         */
        OWN,
        /** Another queue that shares the dead-letter queue. The worker does not touch its dead letters. */
        OTHER,
        /** Several queues share the dead-letter queue, and the dead letter does not say which of them it comes from. */
        UNCLEAR
    }

    /** What is needed to release or delete a received dead letter. */
    public record Receipt(String deadLetterId, String handle) {

        @Override
        public String toString() {
            return deadLetterId;
        }
    }

    /**
     * What lists show of a dead letter: everything but its body and attributes.
     *
     * @param reason one of the reason words; {@link #UNKNOWN_REASON} if it has none
     * @param detail human-readable, possibly truncated; empty if there is none
     * @param diedAt when the worker dead-lettered it; for dead letters that the redrive policy moved, when it was sent
     * @param sentAt when it entered the queue that it was sent to: the dead-letter queue, or the queue it was moved
     *     from
     * @param attempts deliveries before it was dead-lettered; 0 if not known
     * @param receiveCount how often it was received as a dead letter
     * @param origin which queue it comes from
     * @param expiresAt when the queue deletes it; empty if that is not known
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
            Origin origin,
            Optional<Instant> expiresAt) {}

    /** A dead letter in a dead-letter queue that no other queue shares. */
    public DeadLetter(
            ReceivedMessage message, EventType type, Optional<String> reservationId, Optional<String> traceId) {
        this(message, type, reservationId, traceId, Origin.OWN);
    }

    /** A dead letter of which it is not known when the queue deletes it. */
    public DeadLetter(
            ReceivedMessage message,
            EventType type,
            Optional<String> reservationId,
            Optional<String> traceId,
            Origin origin) {
        this(message, type, reservationId, traceId, origin, Optional.empty());
    }

    /**
     * The same dead letter in a queue that keeps messages for so long after they were sent. Those that the redrive policy
     * of a standard queue moved keep their time (SQS: "Setting-up dead-letter queue retention"). On a FIFO queue the
     * move begins it anew, and these are kept longer than is said here.
     */
    public DeadLetter keptFor(Duration retention) {
        Instant end = message.sentAt().plus(retention);
        return new DeadLetter(message, type, reservationId, traceId, origin, Optional.of(end));
    }

    /**
     * Determines which queue a dead letter comes from.
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

    /** The message id of the dead letter, not of the original message. */
    public String id() {
        return message.messageId();
    }

    public Receipt receipt() {
        return new Receipt(message.messageId(), message.receiptHandle());
    }

    /** A reason of the fixed list, or of a newer worker; {@link #UNKNOWN_REASON} if the dead letter has none. */
    public String reason() {
        return text(FailureAttributes.REASON)
                .filter(WORD.asMatchPredicate())
                .map(String::intern)
                .orElse(UNKNOWN_REASON);
    }

    public Instant diedAt() {
        return FailureAttributes.failedAt(message.attributes()).orElse(message.sentAt());
    }

    /** The summary with its detail truncated, so that thousands can be kept. */
    public Head shortHead() {
        return head(SHORT_DETAIL);
    }

    public Head head() {
        return head(Integer.MAX_VALUE);
    }

    /** The attributes that the producer set on the message. */
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
                FailureAttributes.attempts(message.attributes()),
                message.receiveCount(),
                message.body().getBytes(StandardCharsets.UTF_8).length,
                text(FailureAttributes.ORIGINAL_MESSAGE_ID),
                origin,
                expiresAt);
    }

    private Optional<String> text(String attribute) {
        return FailureAttributes.text(message.attributes(), attribute);
    }

    /** Identity without the body, so that a stray log line discloses no data. */
    @Override
    public String toString() {
        return "dead letter " + id();
    }
}
