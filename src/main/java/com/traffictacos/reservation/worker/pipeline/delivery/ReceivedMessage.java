package com.traffictacos.reservation.worker.pipeline.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One delivery of one message. A redelivery of the message has the same id, a new receipt handle and a higher receive
 * count.
 *
 * @param messageId the queue's id of the message, the same for every delivery
 * @param receiptHandle the handle that settles this delivery
 * @param body as received; never logged
 * @param receiveCount how often the message was delivered, including this delivery; 1 or more
 * @param sentAt when the message was sent to the queue
 * @param attributes the producer's message attributes by name, kept for the dead-letter queue
 * @param groupId the message group, within which the order is kept; empty on a standard queue
 * @param awsTraceHeader the system attribute {@code AWSTraceHeader}
 * @param fairGroupId the message group on a standard queue, which the queue uses for fair sharing without an order;
 *     empty on a FIFO queue
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Message.html">SQS Message</a>
 */
public record ReceivedMessage(
        String messageId,
        String receiptHandle,
        String body,
        int receiveCount,
        Instant sentAt,
        Map<String, MessageAttribute> attributes,
        Optional<String> groupId,
        Optional<String> awsTraceHeader,
        Optional<String> fairGroupId) {

    public ReceivedMessage {
        attributes = Map.copyOf(attributes);
        if (receiveCount < 1) {
            throw new IllegalArgumentException("receive count " + receiveCount);
        }
    }

    /** A message without a fair-queue group. */
    public ReceivedMessage(
            String messageId,
            String receiptHandle,
            String body,
            int receiveCount,
            Instant sentAt,
            Map<String, MessageAttribute> attributes,
            Optional<String> groupId,
            Optional<String> awsTraceHeader) {
        this(
                messageId,
                receiptHandle,
                body,
                receiveCount,
                sentAt,
                attributes,
                groupId,
                awsTraceHeader,
                Optional.empty());
    }

    /** The same delivery without its content, to free memory. It can still be settled, except by a dead letter. */
    public ReceivedMessage withoutContent() {
        return new ReceivedMessage(
                messageId, receiptHandle, "", receiveCount, sentAt, Map.of(), groupId, awsTraceHeader, fairGroupId);
    }

    /** The same delivery with another body. */
    public ReceivedMessage withBody(String other) {
        return new ReceivedMessage(
                messageId,
                receiptHandle,
                other,
                receiveCount,
                sentAt,
                attributes,
                groupId,
                awsTraceHeader,
                fairGroupId);
    }

    /** The identity without the body, so that a log line never exposes the body. */
    @Override
    public String toString() {
        return "message " + messageId + ", receive " + receiveCount;
    }
}
