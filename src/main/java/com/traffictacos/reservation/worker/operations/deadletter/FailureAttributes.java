package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The message attributes that the worker adds to what it dead-letters (contract section 6), and how they are
 * distinguished from a producer's attributes of the same names: by their data type,
 * {@code String.reservation-worker.<queue>}. SQS allows a custom suffix there. The suffix does not count towards the
 * ten attributes, and it names the queue that the message comes from, so that several queues may share a dead-letter
 * queue.
 *
 * <p>A producer's attribute keeps its name. The worker's attribute is then named {@code worker_} followed by its name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">SQS
 *     message metadata</a>
 */
public final class FailureAttributes {

    public static final String REASON = "failure_reason";
    public static final String DETAIL = "failure_detail";
    public static final String FAILED_AT = "failed_at";
    public static final String ATTEMPTS = "attempts";
    public static final String ORIGINAL_MESSAGE_ID = "original_message_id";

    /**
     * The body that the producer sent, on a message whose body an operator has changed. Unlike the five others it stays
     * on the message when it is redriven or dead-lettered again.
     */
    public static final String ORIGINAL_BODY = "original_body";

    /** The names of the five attributes that say why a message failed. */
    public static final Set<String> NAMES = Set.of(REASON, DETAIL, FAILED_AT, ATTEMPTS, ORIGINAL_MESSAGE_ID);

    private static final Set<String> REASONS =
            Arrays.stream(FailureReason.values()).map(FailureReason::word).collect(Collectors.toUnmodifiableSet());
    private static final Pattern INSTANT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final String MARK = ".reservation-worker.";
    private static final String OTHER_NAME = "worker_";

    private FailureAttributes() {}

    /**
     * The data type of one of the worker's attributes.
     *
     * @param type {@code String} or {@code Number}
     * @param queue the name of the queue that the message comes from
     */
    public static String dataType(String type, String queue) {
        return type + MARK + queue;
    }

    /** The name of the worker's attribute if the producer already uses the original name. */
    public static String otherName(String name) {
        return OTHER_NAME + name;
    }

    /** The names of the attributes that a worker added when it dead-lettered the message. */
    public static Set<String> addedByWorker(Map<String, MessageAttribute> attributes) {
        Set<String> marked = attributes.entrySet().stream()
                .filter(attribute -> isMarked(attribute.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !isOriginalBody(name))
                .collect(Collectors.toUnmodifiableSet());
        return marked.isEmpty() && isOfEarlierWorker(attributes) ? NAMES : marked;
    }

    /** The name of the attribute with the producer's body, if an operator has changed the body before. */
    public static Optional<String> originalBodyName(Map<String, MessageAttribute> attributes) {
        return attributes.entrySet().stream()
                .filter(attribute -> isOriginalBody(attribute.getKey()) && isMarked(attribute.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isOriginalBody(String name) {
        return name.equals(ORIGINAL_BODY) || name.equals(otherName(ORIGINAL_BODY));
    }

    /** The queue that the message comes from, if a worker dead-lettered it. */
    static Optional<String> sourceQueue(Map<String, MessageAttribute> attributes) {
        return attributes.values().stream()
                .filter(FailureAttributes::isMarked)
                .map(attribute ->
                        attribute.dataType().substring(attribute.dataType().indexOf(MARK) + MARK.length()))
                .findAny();
    }

    /**
     * The text of one of the worker's attributes, under either name. If no attribute is marked, an unmarked one of that
     * name counts.
     */
    static Optional<String> text(Map<String, MessageAttribute> attributes, String name) {
        boolean marked = attributes.entrySet().stream()
                .anyMatch(attribute -> isMarked(attribute.getValue()) && !isOriginalBody(attribute.getKey()));
        return text(attributes, name, marked).or(() -> text(attributes, otherName(name), true));
    }

    /** When a worker dead-lettered the message, if one did. */
    static Optional<Instant> failedAt(Map<String, MessageAttribute> attributes) {
        return text(attributes, FAILED_AT).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException e) {
                // An attribute of that name that another sender set.
                return Optional.empty();
            }
        });
    }

    /** The deliveries before it was dead-lettered; 0 if not known. */
    static int attempts(Map<String, MessageAttribute> attributes) {
        return text(attributes, ATTEMPTS)
                .filter(COUNT.asMatchPredicate())
                .map(Integer::valueOf)
                .orElse(0);
    }

    /** Workers before the marking always added all five attributes, with plain data types. */
    private static boolean isOfEarlierWorker(Map<String, MessageAttribute> attributes) {
        return attributes.keySet().containsAll(NAMES)
                && text(attributes, REASON, false).filter(REASONS::contains).isPresent()
                && text(attributes, FAILED_AT, false)
                        .filter(INSTANT.asMatchPredicate())
                        .isPresent();
    }

    private static Optional<String> text(Map<String, MessageAttribute> attributes, String name, boolean marked) {
        return attributes.get(name) instanceof MessageAttribute.Text text && (!marked || isMarked(text))
                ? Optional.of(text.value())
                : Optional.empty();
    }

    private static boolean isMarked(MessageAttribute attribute) {
        return attribute.dataType().contains(MARK);
    }
}
