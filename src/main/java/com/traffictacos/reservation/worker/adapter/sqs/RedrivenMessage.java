package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.Unicode;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.ResendPlan;
import com.traffictacos.reservation.worker.operations.deadletter.FailureAttributes;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * A dead letter as it is sent to its source queue, with its own body or with another one.
 *
 * @param attributes those of the producer, and the producer's body if an operator has changed it
 * @param deduplicationId for a FIFO queue. Not the original's: within five minutes of the original, the queue would accept
 *     the message and drop it. It is the same for the same dead letter and body, so that the queue drops the second send
 *     after a crash instead; it differs with the body, so that no change is dropped.
 */
record RedrivenMessage(
        DeadLetter deadLetter, String body, Map<String, MessageAttribute> attributes, String deduplicationId) {

    private static final int MAX_ATTRIBUTES = 10;

    /** The dead letter as it is. */
    static RedrivenMessage unchanged(DeadLetter deadLetter) {
        return new RedrivenMessage(
                deadLetter,
                deadLetter.message().body(),
                deadLetter.originalAttributes(),
                "redrive-" + deadLetter.message().messageId());
    }

    /**
     * The dead letter with another body.
     *
     * @param queue the name of the source queue
     * @param maxBytes the largest message that the source queue accepts
     */
    static RedrivenMessage changed(DeadLetter deadLetter, MessageBody body, String queue, int maxBytes) {
        String id = deadLetter.message().messageId();
        return new RedrivenMessage(
                deadLetter,
                body.text(),
                withOriginalBody(deadLetter, body, queue, maxBytes),
                // The body's digest alone may be that of another dead letter.
                "resend-" + new MessageBody(id + "\n" + body.text()).sha256());
    }

    private static Map<String, MessageAttribute> withOriginalBody(
            DeadLetter deadLetter, MessageBody body, String queue, int maxBytes) {
        Map<String, MessageAttribute> attributes = new HashMap<>(deadLetter.originalAttributes());
        Optional<MessageAttribute> first =
                FailureAttributes.originalBodyName(attributes).map(attributes::remove);
        // After a second change it is still the producer's body that is kept.
        MessageAttribute original = first.orElseGet(() -> new MessageAttribute.Text(
                FailureAttributes.dataType("String", queue),
                deadLetter.message().body()));
        String name = attributes.containsKey(FailureAttributes.ORIGINAL_BODY)
                ? FailureAttributes.otherName(FailureAttributes.ORIGINAL_BODY)
                : FailureAttributes.ORIGINAL_BODY;
        boolean fits = attributes.size() < MAX_ATTRIBUTES
                && MessageSize.of(body.text(), attributes) + MessageSize.of(name, original) <= maxBytes;
        // The producer may have used the other name as well.
        if (fits && !attributes.containsKey(name) && isText(original)) {
            attributes.put(name, original);
        }
        return Map.copyOf(attributes);
    }

    /** SQS takes no attribute with an empty text. */
    private static boolean isText(MessageAttribute attribute) {
        return attribute instanceof MessageAttribute.Text text && !text.value().isEmpty();
    }

    /** @throws IllegalArgumentException if SQS would refuse the message */
    ResendPlan plan(int maxBytes) {
        if (!body.codePoints().allMatch(Unicode::isXmlCharacter)) {
            throw new IllegalArgumentException("body: has characters that SQS does not take");
        }
        if (size() > maxBytes) {
            throw new IllegalArgumentException(
                    "body: with its attributes the message has " + size() + " bytes, the queue takes " + maxBytes);
        }
        return new ResendPlan(
                size(), maxBytes, FailureAttributes.originalBodyName(attributes).isPresent());
    }

    /** In bytes, as SQS counts. */
    int size() {
        return MessageSize.of(body, attributes);
    }

    SendMessageBatchRequestEntry entry(String id, boolean fifo) {
        ReceivedMessage message = deadLetter.message();
        SendMessageBatchRequestEntry.Builder entry = SqsMessages.entry(id, body, attributes, message.awsTraceHeader());
        message.groupId().ifPresent(entry::messageGroupId);
        if (fifo) {
            entry.messageGroupId(message.groupId().orElse(message.messageId())).messageDeduplicationId(deduplicationId);
        }
        return entry.build();
    }
}
