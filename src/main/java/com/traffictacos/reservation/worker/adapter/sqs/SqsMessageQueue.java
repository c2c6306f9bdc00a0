package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * The queue on Amazon SQS. Needs the permissions {@code sqs:ReceiveMessage}, {@code sqs:DeleteMessage},
 * {@code sqs:ChangeMessageVisibility} and {@code sqs:GetQueueAttributes} on the queue and {@code sqs:SendMessage} on
 * the dead-letter queue.
 *
 * <p>Thread-safe. Stopping a receive aborts the long poll only on this side: a message that SQS selected for it at that
 * moment becomes visible again when its visibility timeout ends.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/">SQS API reference</a>
 */
@SingletonBean
public final class SqsMessageQueue implements MessageQueue {

    private final SqsClients clients;
    private final SqsBatches batches;
    private final DeadLetterSender deadLetters;
    private final List<ReceiveMessageRequest> receives;
    private final boolean fifo;
    private final WorkerObserver observer;

    SqsMessageQueue(SqsClients clients, Settings.Queue settings, WorkerObserver observer) {
        this(clients, settings, new DeadLetterQueueUrl(clients, settings), observer);
    }

    @Inject
    SqsMessageQueue(SqsClients clients, Settings.Queue settings, DeadLetterQueueUrl address, WorkerObserver observer) {
        this.observer = observer;
        this.clients = clients;
        this.batches = new SqsBatches(clients.settling(), settings.url().toString());
        this.deadLetters = new DeadLetterSender(clients.settling(), settings.url(), address);
        this.fifo = settings.fifo();
        this.receives = IntStream.rangeClosed(0, MAX_BATCH)
                .mapToObj(max -> receiveRequest(settings, max))
                .toList();
    }

    @Override
    public List<ReceivedMessage> receive(int maxMessages) {
        checkBatch(maxMessages);
        if (clients.isReceivingStopped()) {
            return List.of();
        }
        try {
            return usable(
                    clients.receiving()
                            .receiveMessage(receives.get(maxMessages))
                            .messages(),
                    maxMessages);
        } catch (SdkException e) {
            if (clients.isReceivingStopped()) {
                return List.of();
            }
            throw new QueueUnavailableException(SqsErrors.describe(e), e);
        }
    }

    /** The messages that can be processed. The others are logged and stay until their visibility timeout ends. */
    private List<ReceivedMessage> usable(List<Message> answered, int maxMessages) {
        List<ReceivedMessage> received = new ArrayList<>(answered.size());
        for (Message message : answered) {
            // There is one permit per requested message, and no more.
            Optional<String> missing = received.size() == maxMessages
                    ? Optional.of("more messages than were asked for")
                    : SqsMessages.missing(message).map(field -> "no " + field);
            if (missing.isPresent()) {
                observer.unusableReceived(
                        missing.get(),
                        Optional.ofNullable(message).map(Message::messageId).orElse("unknown"));
            } else {
                received.add(SqsMessages.received(message, fifo));
            }
        }
        return received;
    }

    @Override
    public void stopReceiving() {
        clients.stopReceiving();
    }

    @Override
    public BatchResult<ReceivedMessage> delete(List<ReceivedMessage> messages) {
        checkBatch(messages.size());
        return batches.delete(messages, ReceivedMessage::receiptHandle);
    }

    @Override
    public BatchResult<VisibilityChange> changeVisibility(List<VisibilityChange> changes) {
        checkBatch(changes.size());
        return batches.changeVisibility(
                changes, change -> change.message().receiptHandle(), change -> seconds(change.delay()));
    }

    @Override
    public BatchResult<DeadLetterEntry> sendToDeadLetterQueue(List<DeadLetterEntry> entries) {
        checkBatch(entries.size());
        return deadLetters.send(entries);
    }

    private static ReceiveMessageRequest receiveRequest(Settings.Queue settings, int maxMessages) {
        return ReceiveMessageRequest.builder()
                .queueUrl(settings.url().toString())
                .maxNumberOfMessages(maxMessages)
                .waitTimeSeconds(seconds(settings.waitTime()))
                .visibilityTimeout(seconds(settings.visibilityTimeout()))
                .messageAttributeNames("All")
                .messageSystemAttributeNames(
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                        MessageSystemAttributeName.AWS_TRACE_HEADER,
                        MessageSystemAttributeName.MESSAGE_GROUP_ID)
                .build();
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    private static void checkBatch(int size) {
        if (size < 1 || size > MAX_BATCH) {
            throw new IllegalArgumentException("1 to " + MAX_BATCH + " at a time, not " + size);
        }
    }
}
