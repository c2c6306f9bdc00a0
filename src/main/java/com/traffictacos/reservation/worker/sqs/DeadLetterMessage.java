package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.worker.MessageAttribute;
import com.traffictacos.reservation.worker.worker.MessageQueue.DeadLetter;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dead letter as it is sent (contract section 6): the original's body and attributes as they came, and as many of ours
 * as ten attributes and 1 MiB leave room for. The most useful come first, so that {@code failed_at} is the first to go
 * (the dead letter's own time of sending tells nearly the same), then {@code attempts}, {@code original_message_id},
 * {@code failure_detail} and at last {@code failure_reason}.
 *
 * <p>Attributes of the original that bear one of our names stem from an earlier dead-lettering, before a redrive: they
 * give way to the new ones.
 *
 * @param attributes the original's and ours
 * @param size in bytes, as SQS counts: body, and names, types and values of attributes
 */
record DeadLetterMessage(DeadLetter letter, Map<String, MessageAttribute> attributes, int size) {

    /** Most bytes of a message, and of all messages of a batch (an SQS limit). */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_ATTRIBUTES = 10;
    private static final int MAX_DETAIL = 1024;

    static DeadLetterMessage of(DeadLetter letter) {
        ReceivedMessage original = letter.message();
        Map<String, MessageAttribute> ours = ours(letter);
        Map<String, MessageAttribute> attributes = new HashMap<>(original.attributes());
        attributes.keySet().removeAll(ours.keySet());
        int size = bytes(original.body());
        for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
            size += bytes(attribute.getKey(), attribute.getValue());
        }
        for (Map.Entry<String, MessageAttribute> attribute : ours.entrySet()) {
            int more = bytes(attribute.getKey(), attribute.getValue());
            if (attributes.size() < MAX_ATTRIBUTES && size + more <= MAX_BYTES) {
                attributes.put(attribute.getKey(), attribute.getValue());
                size += more;
            }
        }
        return new DeadLetterMessage(letter, Map.copyOf(attributes), size);
    }

    /** In the order of their use. */
    private static Map<String, MessageAttribute> ours(DeadLetter letter) {
        Map<String, MessageAttribute> ours = new LinkedHashMap<>();
        ours.put("failure_reason", text(letter.reason().word()));
        ours.put("failure_detail", text(detail(letter.detail())));
        ours.put("original_message_id", text(letter.message().messageId()));
        ours.put(
                "attempts",
                new MessageAttribute.Text(
                        "Number", Integer.toString(letter.message().receiveCount())));
        ours.put(
                "failed_at",
                text(letter.failedAt().truncatedTo(ChronoUnit.MILLIS).toString()));
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

    private static MessageAttribute text(String value) {
        return new MessageAttribute.Text("String", value);
    }

    private static int bytes(String name, MessageAttribute attribute) {
        return bytes(name)
                + bytes(attribute.dataType())
                + switch (attribute) {
                    case MessageAttribute.Text text -> bytes(text.value());
                    case MessageAttribute.Bytes bytes -> bytes.value().length;
                };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
