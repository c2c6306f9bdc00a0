package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sizes in bytes, as SQS counts: body, and names, types and values of attributes. Stateless. */
final class MessageSize {

    /** Size limit of a message, and of all messages of a batch, in bytes (an SQS limit). */
    static final int MAX_BYTES = 1024 * 1024;

    private MessageSize() {}

    /** The limit in a queue's {@code MaximumMessageSize}, or that of SQS if the queue has none. */
    static int limit(@Nullable String maximumMessageSize) {
        return maximumMessageSize == null
                ? MAX_BYTES
                : (int) Math.min(WholeNumber.parse(maximumMessageSize).orElse(MAX_BYTES), MAX_BYTES);
    }

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
