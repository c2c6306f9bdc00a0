package com.traffictacos.reservation.worker.adapter.sqs;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MESSAGE_RETENTION_PERIOD;

import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The dead-letter queue on Amazon SQS. In addition to the worker's own permissions it needs {@code sqs:ReceiveMessage},
 * {@code sqs:DeleteMessage}, {@code sqs:ChangeMessageVisibility} and {@code sqs:GetQueueAttributes} on the dead-letter
 * queue and {@code sqs:SendMessage} on the queue. None of these is used until an operator calls.
 *
 * <p>A dead-letter queue that has a redrive policy of its own is not browsed: every receive raises the receive count,
 * and in the end the policy would move its messages away.
 *
 * <p>Several queues may share the dead-letter queue. A dead letter's source is the system attribute
 * {@code DeadLetterQueueSourceArn} if a redrive policy moved it, or the mark of the worker that sent it. If it has
 * neither, it counts as the worker's own, unless {@code sqs:ListDeadLetterSourceQueues} returns other queues.
 *
 * <p>Thread-safe.
 */
@SingletonBean
public final class SqsDeadLetterQueue implements DeadLetterQueue {

    // A long poll queries every server of the queue: it returns empty only if there is no visible message.
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final SqsClients clients;
    private final String queueUrl;
    private final DeadLetterQueueUrl address;
    private final DeadLetterReader reader;
    private final int waitSeconds;
    private final String queueName;
    private final DeadLetterSources sources;
    private volatile Optional<String> checkedUrl = Optional.empty();
    private volatile boolean shared;
    private volatile Optional<Duration> retention = Optional.empty();

    @Inject
    SqsDeadLetterQueue(
            SqsClients clients, Settings.Queue settings, DeadLetterQueueUrl address, JsonEventDecoder decoder) {
        this(clients, settings, address, decoder, WAIT);
    }

    /** @param wait whole seconds */
    SqsDeadLetterQueue(
            SqsClients clients,
            Settings.Queue settings,
            DeadLetterQueueUrl address,
            JsonEventDecoder decoder,
            Duration wait) {
        this.clients = clients;
        this.queueUrl = settings.url().toString();
        this.queueName = QueueNames.ofUrl(settings.url());
        this.sources = new DeadLetterSources(clients.settling(), settings.url());
        this.address = address;
        this.reader = new DeadLetterReader(decoder);
        this.waitSeconds = Math.toIntExact(wait.toSeconds());
    }

    @Override
    public List<DeadLetter> receive(int max, Duration hold) {
        String url = checkedUrl();
        return SqsErrors.asked(() -> clients
                .settling()
                .receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(max)
                        .waitTimeSeconds(waitSeconds)
                        .visibilityTimeout(Math.toIntExact(hold.toSeconds()))
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                MessageSystemAttributeName.MESSAGE_GROUP_ID,
                                MessageSystemAttributeName.AWS_TRACE_HEADER,
                                MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN))
                .messages()
                .stream()
                .filter(message -> SqsMessages.missing(message).isEmpty())
                .map(this::deadLetter)
                .toList());
    }

    private DeadLetter deadLetter(Message message) {
        ReceivedMessage received = SqsMessages.received(message);
        Optional<String> sourceQueue = Optional.ofNullable(
                        message.attributes().get(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN))
                .map(QueueNames::ofArn);
        DeadLetter deadLetter = reader.read(received, DeadLetter.origin(received, sourceQueue, queueName, shared));
        return retention.map(deadLetter::keptFor).orElse(deadLetter);
    }

    @Override
    public void release(List<Receipt> receipts) {
        BatchResult<Receipt> unused = batches(checkedUrl()).changeVisibility(receipts, Receipt::handle, receipt -> 0);
    }

    @Override
    public BatchResult<DeadLetter> sendBack(List<DeadLetter> deadLetters) {
        return send(deadLetters.stream().map(RedrivenMessage::unchanged).toList());
    }

    @Override
    public BatchResult<DeadLetter> resend(DeadLetter deadLetter, MessageBody body) {
        return send(List.of(RedrivenMessage.changed(deadLetter, body, queueName, maxBytes())));
    }

    @Override
    public ResendPlan planResend(DeadLetter deadLetter, MessageBody body) {
        int maxBytes = maxBytes();
        return RedrivenMessage.changed(deadLetter, body, queueName, maxBytes).plan(maxBytes);
    }

    private BatchResult<DeadLetter> send(List<RedrivenMessage> messages) {
        boolean fifo = queueUrl.endsWith(".fifo");
        BatchResult<RedrivenMessage> result =
                batches(queueUrl).send(messages, RedrivenMessage::size, (id, message) -> message.entry(id, fifo));
        return result.map(RedrivenMessage::deadLetter);
    }

    /** The largest message that the queue accepts. Asked each time: an operator changes few bodies. */
    private int maxBytes() {
        return MessageSize.limit(SqsErrors.asked(() -> clients.settling()
                        .getQueueAttributes(
                                request -> request.queueUrl(queueUrl).attributeNames(MAXIMUM_MESSAGE_SIZE))
                        .attributes())
                .get(MAXIMUM_MESSAGE_SIZE));
    }

    @Override
    public BatchResult<Receipt> delete(List<Receipt> receipts) {
        return batches(checkedUrl()).delete(receipts, Receipt::handle);
    }

    @Override
    public void check() {
        String url = checkedUrl();
        shared = sources.others(url).map(others -> !others.isEmpty()).orElse(shared);
        // Asked again for each scan, because it may be lengthened so that dead letters are kept.
        retention = askedRetention(url);
    }

    private Optional<Duration> askedRetention(String url) {
        String seconds = SqsErrors.asked(() -> clients.settling()
                        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(MESSAGE_RETENTION_PERIOD))
                        .attributes())
                .get(MESSAGE_RETENTION_PERIOD);
        // A server for tests may have none.
        return seconds == null
                ? Optional.empty()
                : WholeNumber.parse(seconds).stream()
                        .mapToObj(Duration::ofSeconds)
                        .findFirst();
    }

    private SqsBatches batches(String url) {
        return new SqsBatches(clients.settling(), url);
    }

    /** The URL of a queue that may be browsed. */
    private String checkedUrl() {
        Optional<String> checked = checkedUrl;
        if (checked.isPresent()) {
            return checked.get();
        }
        String url = SqsErrors.asked(address::find)
                .orElseThrow(
                        () -> new NoDeadLetterQueueException("there is no dead-letter queue: neither SQS_DLQ_URL nor a"
                                + " redrive policy of the queue names one"));
        boolean movesOn = SqsErrors.asked(() -> clients.settling()
                        .getQueueAttributes(
                                request -> request.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                        .attributes())
                .containsKey(QueueAttributeName.REDRIVE_POLICY);
        if (movesOn) {
            throw new NoDeadLetterQueueException(
                    "the dead-letter queue has a redrive policy of its own: to look into it would"
                            + " move its dead letters on");
        }
        checkedUrl = Optional.of(url);
        return url;
    }
}
