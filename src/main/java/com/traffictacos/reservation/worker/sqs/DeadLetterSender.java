package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.worker.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.worker.MessageQueue.DeadLetter;
import com.traffictacos.reservation.worker.worker.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Copies messages to the dead-letter queue. Safe for use by any number of threads. */
final class DeadLetterSender {

    private final SqsClient client;
    private final DeadLetterAddress address;

    DeadLetterSender(SqsClient client, DeadLetterAddress address) {
        this.client = client;
        this.address = address;
    }

    /** Sends them in as few requests as their size allows. */
    BatchResult<DeadLetter> send(List<DeadLetter> letters) {
        Optional<String> url;
        try {
            url = address.find();
        } catch (SdkException e) {
            return SqsErrors.refuseAll(letters, e);
        }
        if (url.isEmpty()) {
            return SqsErrors.refuseAll(
                    letters, "NoDeadLetterQueue", "neither a setting nor a redrive policy names one", false);
        }
        return send(letters.stream().map(DeadLetterMessage::of).toList(), url.get());
    }

    private BatchResult<DeadLetter> send(List<DeadLetterMessage> messages, String url) {
        boolean fifo = url.endsWith(".fifo");
        BatchResult<DeadLetterMessage> result = new SqsBatches(client, url)
                .send(messages, DeadLetterMessage::size, (id, message) -> entry(id, message, fifo));
        return new BatchResult<>(
                result.succeeded().stream().map(DeadLetterMessage::letter).toList(),
                result.refused().stream()
                        .map(refusal -> new Refusal<>(
                                refusal.entry().letter(), refusal.code(), refusal.detail(), refusal.retryable()))
                        .toList());
    }

    private static SendMessageBatchRequestEntry entry(String id, DeadLetterMessage message, boolean fifo) {
        ReceivedMessage original = message.letter().message();
        SendMessageBatchRequestEntry.Builder entry =
                SqsMessages.entry(id, original.body(), message.attributes(), original.awsTraceHeader());
        if (fifo) {
            // A letter that is sent again, because the delete after it failed, is dropped by the queue.
            entry.messageGroupId(original.groupId().orElse(original.messageId()))
                    .messageDeduplicationId(original.messageId());
        }
        return entry.build();
    }
}
