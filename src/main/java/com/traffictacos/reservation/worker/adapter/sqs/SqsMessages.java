package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Converts messages and attributes between the SDK's types and the worker's. Stateless. */
final class SqsMessages {

    private SqsMessages() {}

    /**
     * Returns the required field that a message lacks. SQS always sends it; a proxy or an emulator may not.
     *
     * @return empty if the message is usable
     */
    static Optional<String> missing(@Nullable Message message) {
        if (message == null) {
            return Optional.of("content");
        }
        if (isBlank(message.messageId())) {
            return Optional.of("MessageId");
        }
        if (isBlank(message.receiptHandle())) {
            return Optional.of("ReceiptHandle");
        }
        return message.body() == null ? Optional.of("Body") : Optional.empty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** A missing count or timestamp is read as a first delivery of a message that was sent now. This loses nothing. */
    static ReceivedMessage received(Message message) {
        return received(message, true);
    }

    /** @param ordered whether the message's group is ordered, as in a FIFO queue */
    static ReceivedMessage received(Message message, boolean ordered) {
        Map<MessageSystemAttributeName, String> system = message.attributes();
        long receiveCount = number(system, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                .orElse(1);
        Instant sentAt = number(system, MessageSystemAttributeName.SENT_TIMESTAMP).stream()
                .mapToObj(Instant::ofEpochMilli)
                .findFirst()
                .orElseGet(Instant::now);
        Optional<String> group = Optional.ofNullable(system.get(MessageSystemAttributeName.MESSAGE_GROUP_ID));
        return new ReceivedMessage(
                message.messageId(),
                message.receiptHandle(),
                message.body(),
                Math.max(1, Math.toIntExact(Math.min(receiveCount, Integer.MAX_VALUE))),
                sentAt,
                attributes(message.messageAttributes()),
                group.filter(any -> ordered),
                Optional.ofNullable(system.get(MessageSystemAttributeName.AWS_TRACE_HEADER)),
                group.filter(any -> !ordered));
    }

    /** An entry for sending a message, without the fields that only a FIFO queue requires. */
    static SendMessageBatchRequestEntry.Builder entry(
            String id, String body, Map<String, MessageAttribute> attributes, Optional<String> awsTraceHeader) {
        Map<String, MessageAttributeValue> values = new HashMap<>();
        attributes.forEach((name, attribute) -> values.put(name, value(attribute)));
        SendMessageBatchRequestEntry.Builder entry =
                SendMessageBatchRequestEntry.builder().id(id).messageBody(body).messageAttributes(values);
        // A system attribute counts neither towards the ten attributes nor towards the size, and keeps the trace
        // through a redrive.
        awsTraceHeader.ifPresent(header -> entry.messageSystemAttributes(Map.of(
                MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                MessageSystemAttributeValue.builder()
                        .dataType("String")
                        .stringValue(header)
                        .build())));
        return entry;
    }

    /** An attribute for sending. A received attribute is sent unchanged. */
    static MessageAttributeValue value(MessageAttribute attribute) {
        MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.dataType());
        return switch (attribute) {
            case MessageAttribute.Text text -> value.stringValue(text.value()).build();
            case MessageAttribute.Bytes bytes ->
                value.binaryValue(SdkBytes.fromByteArrayUnsafe(bytes.value())).build();
        };
    }

    private static Map<String, MessageAttribute> attributes(Map<String, MessageAttributeValue> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        Map<String, MessageAttribute> attributes = new HashMap<>();
        values.forEach((name, value) -> attribute(value).ifPresent(attribute -> attributes.put(name, attribute)));
        return attributes;
    }

    /** Empty for an attribute without a type or a value. SQS sends none, and it could not be sent on either. */
    private static Optional<MessageAttribute> attribute(@Nullable MessageAttributeValue value) {
        if (value == null || value.dataType() == null) {
            return Optional.empty();
        }
        if (value.binaryValue() != null) {
            return Optional.of(new MessageAttribute.Bytes(
                    value.dataType(), value.binaryValue().asByteArrayUnsafe()));
        }
        return Optional.ofNullable(value.stringValue()).map(text -> new MessageAttribute.Text(value.dataType(), text));
    }

    private static OptionalLong number(
            Map<MessageSystemAttributeName, String> attributes, MessageSystemAttributeName name) {
        String text = attributes.get(name);
        return text == null ? OptionalLong.empty() : WholeNumber.parse(text);
    }
}
