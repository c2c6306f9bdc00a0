package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Reads queue attributes from Amazon SQS. Needs {@code sqs:GetQueueAttributes} on the queue, and on the dead-letter
 * queue for its retention and size limit. {@code sqs:ListDeadLetterSourceQueues} there shows whether other queues share
 * it.
 */
@SingletonBean
final class SqsQueueAttributesReader implements QueueAttributesReader {

    private final SqsClients clients;
    private final DeadLetterQueueUrl deadLetters;
    private final DeadLetterSources sources;
    private final String queueUrl;

    SqsQueueAttributesReader(SqsClients clients, Settings.Queue settings) {
        this(clients, settings, new DeadLetterQueueUrl(clients, settings));
    }

    @Inject
    SqsQueueAttributesReader(SqsClients clients, Settings.Queue settings, DeadLetterQueueUrl deadLetters) {
        this.clients = clients;
        this.deadLetters = deadLetters;
        this.sources = new DeadLetterSources(clients.settling(), settings.url());
        this.queueUrl = settings.url().toString();
    }

    @Override
    public QueueFacts inspect() {
        return SqsErrors.asked(() -> {
            Map<QueueAttributeName, String> queue = attributes(queueUrl);
            Optional<String> redrivePolicy = Optional.ofNullable(queue.get(QueueAttributeName.REDRIVE_POLICY));
            return new QueueFacts(
                    retention(queue),
                    redrivePolicy.flatMap(DeadLetterQueueUrl::maxReceiveCount),
                    deadLetterQueue(redrivePolicy, queue),
                    clients.receiveTimeout(),
                    MessageSize.limit(queue.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE)));
        });
    }

    private DeadLetterQueue deadLetterQueue(Optional<String> redrivePolicy, Map<QueueAttributeName, String> queue) {
        Optional<String> address = deadLetters.find(redrivePolicy);
        if (address.isEmpty()) {
            return new DeadLetterQueue.None();
        }
        try {
            Map<QueueAttributeName, String> target = attributes(address.get());
            String arn = target.get(QueueAttributeName.QUEUE_ARN);
            return new DeadLetterQueue.Known(
                    retention(target),
                    MessageSize.limit(target.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE)),
                    arn != null && arn.equals(queue.get(QueueAttributeName.QUEUE_ARN)),
                    sources.others(address.get()).orElse(Set.of()));
        } catch (SdkException e) {
            return new DeadLetterQueue.BadRequestException(SqsErrors.describe(e));
        }
    }

    private Map<QueueAttributeName, String> attributes(String url) {
        return clients.settling()
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                                QueueAttributeName.REDRIVE_POLICY,
                                QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
                                QueueAttributeName.QUEUE_ARN))
                .attributes();
    }

    /**
     * The retention. A server without this attribute, such as one for tests, is assumed to keep messages long enough.
     */
    private static Duration retention(Map<QueueAttributeName, String> attributes) {
        String seconds = attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD);
        return Duration.ofSeconds(
                seconds == null ? 0 : WholeNumber.parse(seconds).orElse(0));
    }
}
