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

/**
 * A dead letter as it is sent (contract section 6): the original's body and attributes as they came, and as many of ours
 * as ten attributes and the size that the dead-letter queue takes leave room for. The most useful come first, so that
 * {@code failed_at} is the first to go (the dead letter's own time of sending tells nearly the same), then {@code
 * attempts}, {@code original_message_id}, {@code failure_detail} and at last {@code failure_reason}.
 *
 * <p>What an earlier dead-lettering added, before a redrive by others than the worker, gives way. An attribute that the
 * producer has given one of our names stays, and ours takes another name: see {@link FailureAttributes}.
 *
 * @param attributes the original's and ours
 * @param size in bytes, as SQS counts: body, and names, types and values of attributes
 */
record DeadLetterMessage(DeadLetterEntry letter, Map<String, MessageAttribute> attributes, int size) {

    private static final int MAX_ATTRIBUTES = 10;
    private static final int MAX_DETAIL = 1024;

    /**
     * @param queue the name of the queue that the message comes from
     * @param maxBytes how large a message the dead-letter queue takes; an original that is larger goes without ours
     */
    static DeadLetterMessage of(DeadLetterEntry letter, String queue, int maxBytes) {
        ReceivedMessage original = letter.message();
        Map<String, MessageAttribute> attributes = new HashMap<>(original.attributes());
        attributes.keySet().removeAll(FailureAttributes.addedByWorker(original.attributes()));
        int size = MessageSize.of(original.body(), attributes);
        for (Map.Entry<String, MessageAttribute> attribute : ours(letter, queue).entrySet()) {
            String name = attributes.containsKey(attribute.getKey())
                    ? FailureAttributes.otherName(attribute.getKey())
                    : attribute.getKey();
            int more = MessageSize.of(name, attribute.getValue());
            if (attributes.size() == MAX_ATTRIBUTES || size + more > maxBytes) {
                break;
            }
            // The producer may have taken the other name as well.
            if (!attributes.containsKey(name)) {
                attributes.put(name, attribute.getValue());
                size += more;
            }
        }
        return new DeadLetterMessage(letter, Map.copyOf(attributes), size);
    }

    /** In the order of their use. */
    private static Map<String, MessageAttribute> ours(DeadLetterEntry letter, String queue) {
        Map<String, MessageAttribute> ours = new LinkedHashMap<>();
        ours.put(FailureAttributes.REASON, text(letter.reason().word(), queue));
        ours.put(FailureAttributes.DETAIL, text(detail(letter.detail()), queue));
        ours.put(FailureAttributes.ORIGINAL_MESSAGE_ID, text(letter.message().messageId(), queue));
        ours.put(
                FailureAttributes.ATTEMPTS,
                new MessageAttribute.Text(
                        FailureAttributes.dataType("Number", queue),
                        Integer.toString(letter.message().receiveCount())));
        ours.put(
                FailureAttributes.FAILED_AT,
                text(letter.failedAt().truncatedTo(ChronoUnit.MILLIS).toString(), queue));
        return ours;
    }

    /** What SQS takes: no characters but those of XML, and not the empty text. */
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
