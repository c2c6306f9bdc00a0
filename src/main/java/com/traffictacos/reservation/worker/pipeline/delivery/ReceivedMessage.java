package com.traffictacos.reservation.worker.pipeline.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One delivery of one message. The same message delivered again has the same id, a new receipt handle and a higher
 * receive count.
 *
 * @param messageId the queue's id of the message, the same on every delivery
 * @param receiptHandle what this delivery is settled with
 * @param body as it came; never logged
 * @param receiveCount how often it was delivered, this time included; 1 or more
 * @param sentAt when it entered the queue
 * @param attributes the producer's message attributes by name, kept for the dead-letter queue
 * @param groupId the message group, within which order is kept; empty on a standard queue
 * @param awsTraceHeader the system attribute {@code AWSTraceHeader}
 * @param fairGroupId the message group of a standard queue, by which it shares out fairly and keeps no order; empty on a FIFO
 *     queue
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

    /** A message without a group for fair shares. */
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

    /** The same without what its content takes in memory: enough to settle it anywhere but in the dead-letter queue. */
    public ReceivedMessage withoutContent() {
        return new ReceivedMessage(
                messageId, receiptHandle, "", receiveCount, sentAt, Map.of(), groupId, awsTraceHeader, fairGroupId);
    }

    /** Identity without the body, so that a stray log line gives nothing away. */
    @Override
    public String toString() {
        return "message " + messageId + ", receive " + receiveCount;
    }
}
