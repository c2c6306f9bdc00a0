package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** The batch calls of one queue, with a result per entry. Thread-safe. */
final class SqsBatches {

    private static final String BATCH_TOO_LONG = "BatchRequestTooLong";

    private final SqsClient client;
    private final String queueUrl;

    SqsBatches(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    /** Creates one entry of a send. The id is the entry's position. */
    @FunctionalInterface
    interface Sending<T> {
        SendMessageBatchRequestEntry entry(String id, T message);
    }

    /** @param handle returns the receipt handle of an entry */
    <T> BatchResult<T> delete(List<T> messages, Function<T, String> handle) {
        List<DeleteMessageBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(handle.apply(messages.get(i)))
                        .build())
                .toList();
        try {
            DeleteMessageBatchResponse answer = client.deleteMessageBatch(
                    request -> request.queueUrl(queueUrl).entries(entries));
            return SqsErrors.sort(
                    messages, answer.successful().stream().map(DeleteMessageBatchResultEntry::id), answer.failed());
        } catch (SdkException e) {
            return SqsErrors.refuseAll(messages, e);
        }
    }

    /**
     * Changes the visibility timeout of messages.
     *
     * @param handle returns the receipt handle of an entry
     */
    <T> BatchResult<T> changeVisibility(List<T> messages, Function<T, String> handle, ToIntFunction<T> seconds) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(i -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(handle.apply(messages.get(i)))
                        .visibilityTimeout(seconds.applyAsInt(messages.get(i)))
                        .build())
                .toList();
        try {
            ChangeMessageVisibilityBatchResponse answer = client.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queueUrl).entries(entries));
            return SqsErrors.sort(
                    messages,
                    answer.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id),
                    answer.failed());
        } catch (SdkException e) {
            return SqsErrors.refuseAll(messages, e);
        }
    }

    /**
     * Sends messages in as few requests as their size allows.
     *
     * @param size returns the size in bytes; see {@link MessageSize}
     */
    <T> BatchResult<T> send(List<T> messages, ToIntFunction<T> size, Sending<T> sending) {
        List<T> succeeded = new ArrayList<>();
        List<Refusal<T>> refused = new ArrayList<>();
        for (List<T> batch : split(messages, size)) {
            BatchResult<T> result = send(batch, sending);
            succeeded.addAll(result.succeeded());
            refused.addAll(result.refused());
        }
        return new BatchResult<>(succeeded, refused);
    }

    private <T> BatchResult<T> send(List<T> messages, Sending<T> sending) {
        try {
            return request(messages, sending);
        } catch (SdkException e) {
            if (messages.size() == 1 || !SqsErrors.code(e).contains(BATCH_TOO_LONG)) {
                return SqsErrors.refuseAll(messages, e);
            }
            // The queue or server has a smaller batch limit than SQS has today. A batch of one message is not split
            // further.
            int half = messages.size() / 2;
            BatchResult<T> first = send(messages.subList(0, half), sending);
            BatchResult<T> second = send(messages.subList(half, messages.size()), sending);
            return new BatchResult<>(
                    Stream.concat(first.succeeded().stream(), second.succeeded().stream())
                            .toList(),
                    Stream.concat(first.refused().stream(), second.refused().stream())
                            .toList());
        }
    }

    private <T> BatchResult<T> request(List<T> messages, Sending<T> sending) {
        List<SendMessageBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(i -> sending.entry(Integer.toString(i), messages.get(i)))
                .toList();
        SendMessageBatchResponse answer =
                client.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        return SqsErrors.sort(
                messages, answer.successful().stream().map(SendMessageBatchResultEntry::id), answer.failed());
    }

    /** Splits messages, in their order, so that no request exceeds the limit of 1 MiB. */
    static <T> List<List<T>> split(List<T> messages, ToIntFunction<T> size) {
        List<List<T>> batches = new ArrayList<>();
        int bytes = 0;
        for (T message : messages) {
            int more = size.applyAsInt(message);
            if (batches.isEmpty() || bytes + more > MessageSize.MAX_BYTES) {
                batches.add(new ArrayList<>());
                bytes = 0;
            }
            batches.getLast().add(message);
            bytes += more;
        }
        return batches;
    }
}
