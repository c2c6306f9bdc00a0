package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.worker.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.worker.MessageQueue.DeadLetter;
import com.traffictacos.reservation.worker.worker.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

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
        List<DeadLetter> succeeded = new ArrayList<>();
        List<Refusal<DeadLetter>> refused = new ArrayList<>();
        for (List<DeadLetterMessage> batch : batches(letters)) {
            BatchResult<DeadLetter> result = send(batch, url.get());
            succeeded.addAll(result.succeeded());
            refused.addAll(result.refused());
        }
        return new BatchResult<>(succeeded, refused);
    }

    /** Splits letters, in their order, where the next would take a request over the limit. */
    static List<List<DeadLetterMessage>> batches(List<DeadLetter> letters) {
        List<List<DeadLetterMessage>> batches = new ArrayList<>();
        int bytes = 0;
        for (DeadLetter letter : letters) {
            DeadLetterMessage message = DeadLetterMessage.of(letter);
            if (batches.isEmpty() || bytes + message.size() > DeadLetterMessage.MAX_BYTES) {
                batches.add(new ArrayList<>());
                bytes = 0;
            }
            batches.getLast().add(message);
            bytes += message.size();
        }
        return batches;
    }

    private BatchResult<DeadLetter> send(List<DeadLetterMessage> batch, String url) {
        List<DeadLetter> letters = batch.stream().map(DeadLetterMessage::letter).toList();
        boolean fifo = url.endsWith(".fifo");
        List<SendMessageBatchRequestEntry> entries = IntStream.range(0, batch.size())
                .mapToObj(i -> entry(Integer.toString(i), batch.get(i), fifo))
                .toList();
        try {
            SendMessageBatchResponse answer =
                    client.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
            return SqsErrors.sort(
                    letters, answer.successful().stream().map(SendMessageBatchResultEntry::id), answer.failed());
        } catch (SdkException e) {
            return SqsErrors.refuseAll(letters, e);
        }
    }

    private static SendMessageBatchRequestEntry entry(String id, DeadLetterMessage message, boolean fifo) {
        ReceivedMessage original = message.letter().message();
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.attributes().forEach((name, attribute) -> attributes.put(name, SqsMessages.value(attribute)));
        SendMessageBatchRequestEntry.Builder entry = SendMessageBatchRequestEntry.builder()
                .id(id)
                .messageBody(original.body())
                .messageAttributes(attributes);
        // Not a message attribute: it neither counts nor weighs, and keeps the trace through a redrive.
        original.awsTraceHeader()
                .ifPresent(header -> entry.messageSystemAttributes(Map.of(
                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                        MessageSystemAttributeValue.builder()
                                .dataType("String")
                                .stringValue(header)
                                .build())));
        if (fifo) {
            // A letter that is sent again, because the delete after it failed, is dropped by the queue.
            entry.messageGroupId(original.groupId().orElse(original.messageId()))
                    .messageDeduplicationId(original.messageId());
        }
        return entry.build();
    }
}
