package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.worker.MessageAttribute;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sizes in bytes, as SQS counts: body, and names, types and values of attributes. Stateless. */
final class MessageSize {

    /** Most bytes of a message, and of all messages of a batch (an SQS limit). */
    static final int MAX_BYTES = 1024 * 1024;

    private MessageSize() {}

    static int of(String body, Map<String, MessageAttribute> attributes) {
        int size = of(body);
        for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
            size += of(attribute.getKey(), attribute.getValue());
        }
        return size;
    }

    static int of(String name, MessageAttribute attribute) {
        return of(name)
                + of(attribute.dataType())
                + switch (attribute) {
                    case MessageAttribute.Text text -> of(text.value());
                    case MessageAttribute.Bytes bytes -> bytes.value().length;
                };
    }

    private static int of(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
