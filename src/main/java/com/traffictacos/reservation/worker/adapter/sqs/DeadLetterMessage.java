package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.Unicode;
import com.traffictacos.reservation.worker.operations.deadletter.FailureAttributes;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A dead letter as it is sent (contract section 6): the original's body and attributes unchanged, and as many of the
 * worker's attributes as the limit of ten attributes and the dead-letter queue's size limit allow. The most useful
 * attributes are added first. They are dropped in this order: {@code failed_at} (the sent timestamp of the dead letter
 * is nearly the same), {@code attempts}, {@code original_message_id}, {@code failure_detail}, {@code failure_reason}.
 *
 * <p>Attributes of an earlier dead-lettering, which remain after a redrive by others than the worker, are replaced. An
 * attribute of the producer with one of the worker's names stays, and the worker's attribute gets another name: see
 * {@link FailureAttributes}. The producer's body, which an operator has changed, goes if it does not fit beside all of the
 * worker's attributes.
 *
 * @param attributes the original's and the worker's
 * @param size in bytes, as SQS counts: body, and names, types and values of attributes
 */
record DeadLetterMessage(DeadLetterEntry deadLetter, Map<String, MessageAttribute> attributes, int size) {

    private static final int MAX_ATTRIBUTES = 10;
    private static final int MAX_DETAIL = 1024;

    /**
     * @param queue the name of the queue that the message comes from
     * @param maxBytes the size limit of the dead-letter queue; a larger original is sent without the worker's
     *     attributes
     */
    static DeadLetterMessage of(DeadLetterEntry deadLetter, String queue, int maxBytes) {
        ReceivedMessage original = deadLetter.message();
        Map<String, MessageAttribute> attributes = new HashMap<>(original.attributes());
        attributes.keySet().removeAll(FailureAttributes.addedByWorker(original.attributes()));
        Map<String, MessageAttribute> ours = ours(deadLetter, queue);
        int size = MessageSize.of(original.body(), attributes);
        Optional<String> originalBody = FailureAttributes.originalBodyName(attributes);
        if (originalBody.isPresent()
                && (attributes.size() + ours.size() > MAX_ATTRIBUTES || size + MessageSize.of("", ours) > maxBytes)) {
            attributes.remove(originalBody.get());
            size = MessageSize.of(original.body(), attributes);
        }
        for (Map.Entry<String, MessageAttribute> attribute : ours.entrySet()) {
            String name = attributes.containsKey(attribute.getKey())
                    ? FailureAttributes.otherName(attribute.getKey())
                    : attribute.getKey();
            int more = MessageSize.of(name, attribute.getValue());
            if (attributes.size() == MAX_ATTRIBUTES || size + more > maxBytes) {
                break;
            }
            // The producer may have used the other name as well.
            if (!attributes.containsKey(name)) {
                attributes.put(name, attribute.getValue());
                size += more;
            }
        }
        return new DeadLetterMessage(deadLetter, Map.copyOf(attributes), size);
    }

    /** The worker's attributes, the most useful first. */
    private static Map<String, MessageAttribute> ours(DeadLetterEntry deadLetter, String queue) {
        Map<String, MessageAttribute> ours = new LinkedHashMap<>();
        ours.put(FailureAttributes.REASON, text(deadLetter.reason().word(), queue));
        ours.put(FailureAttributes.DETAIL, text(detail(deadLetter.detail()), queue));
        ours.put(
                FailureAttributes.ORIGINAL_MESSAGE_ID, text(deadLetter.message().messageId(), queue));
        ours.put(
                FailureAttributes.ATTEMPTS,
                new MessageAttribute.Text(
                        FailureAttributes.dataType("Number", queue),
                        Integer.toString(deadLetter.message().receiveCount())));
        ours.put(
                FailureAttributes.FAILED_AT,
                text(deadLetter.failedAt().truncatedTo(ChronoUnit.MILLIS).toString(), queue));
        return ours;
    }

    /** The detail as SQS accepts it: only characters of XML 1.0, and not empty. */
    static String detail(String detail) {
        StringBuilder allowed = new StringBuilder();
        detail.codePoints()
                .map(c -> Unicode.isXmlCharacter(c) ? c : '\uFFFD')
                .takeWhile(c -> allowed.length() + Character.charCount(c) <= MAX_DETAIL)
                .forEach(allowed::appendCodePoint);
        return allowed.isEmpty() ? "none" : allowed.toString();
    }

    private static MessageAttribute text(String value, String queue) {
        return new MessageAttribute.Text(FailureAttributes.dataType("String", queue), value);
    }
}
