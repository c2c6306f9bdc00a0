package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Copies messages to the dead-letter queue. Thread-safe.
 *
 * <p>A dead letter that is too large even without the worker's attributes is refused. Its message stays in the queue,
 * and the queue's redrive policy moves it.
 */
final class DeadLetterSender {

    private final SqsClient client;
    private final String queueName;
    private final DeadLetterQueueUrl address;
    private final DeadLetterTarget target;

    /** @param queueUrl the queue that the messages come from */
    DeadLetterSender(SqsClient client, URI queueUrl, DeadLetterQueueUrl address) {
        this.client = client;
        this.queueName = QueueNames.ofUrl(queueUrl);
        this.address = address;
        this.target = new DeadLetterTarget(client, queueUrl);
    }

    /** Sends dead letters in as few requests as their size allows. */
    BatchResult<DeadLetterEntry> send(List<DeadLetterEntry> deadLetters) {
        Optional<String> url;
        try {
            url = address.find();
        } catch (SdkException e) {
            return SqsErrors.refuseAll(deadLetters, e);
        }
        if (url.isEmpty()) {
            return SqsErrors.refuseAll(
                    deadLetters, "NoDeadLetterQueue", "neither a setting nor a redrive policy names one", false);
        }
        if (target.isTheQueueItself(url.get())) {
            return SqsErrors.refuseAll(
                    deadLetters,
                    "DeadLetterQueueIsTheQueue",
                    "SQS_DLQ_URL is another spelling of SQS_QUEUE_URL: its dead letters would come back as events",
                    false);
        }
        return send(deadLetters, url.get());
    }

    private BatchResult<DeadLetterEntry> send(List<DeadLetterEntry> deadLetters, String url) {
        int maxBytes = target.maxBytes(url);
        BatchResult<DeadLetterEntry> result = send(deadLetters, url, maxBytes);
        List<DeadLetterEntry> tooLarge = result.refused().stream()
                .filter(refusal -> target.learnsFrom(refusal, maxBytes))
                .map(Refusal::entry)
                .toList();
        if (tooLarge.isEmpty()) {
            return result;
        }
        BatchResult<DeadLetterEntry> smaller = send(tooLarge, url, target.maxBytes(url));
        return new BatchResult<>(
                Stream.concat(result.succeeded().stream(), smaller.succeeded().stream())
                        .toList(),
                Stream.concat(
                                result.refused().stream().filter(refusal -> !tooLarge.contains(refusal.entry())),
                                smaller.refused().stream())
                        .toList());
    }

    private BatchResult<DeadLetterEntry> send(List<DeadLetterEntry> deadLetters, String url, int maxBytes) {
        boolean fifo = url.endsWith(".fifo");
        BatchResult<DeadLetterMessage> result = new SqsBatches(client, url)
                .send(
                        deadLetters.stream()
                                .map(deadLetter -> DeadLetterMessage.of(deadLetter, queueName, maxBytes))
                                .toList(),
                        DeadLetterMessage::size,
                        (id, message) -> entry(id, message, fifo));
        return result.map(DeadLetterMessage::deadLetter);
    }

    private static SendMessageBatchRequestEntry entry(String id, DeadLetterMessage message, boolean fifo) {
        ReceivedMessage original = message.deadLetter().message();
        SendMessageBatchRequestEntry.Builder entry =
                SqsMessages.entry(id, original.body(), message.attributes(), original.awsTraceHeader());
        // A standard queue accepts a group too, for fair queues, and a redrive keeps it.
        original.groupId().or(original::fairGroupId).ifPresent(entry::messageGroupId);
        if (fifo) {
            // If the delete after the send failed, the dead letter is sent again. The queue drops the duplicate.
            entry.messageGroupId(original.groupId().or(original::fairGroupId).orElse(original.messageId()))
                    .messageDeduplicationId(original.messageId());
        }
        return entry.build();
    }
}
