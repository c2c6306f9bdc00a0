package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Reads queue depths with {@code GetQueueAttributes}, which needs the permission {@code sqs:GetQueueAttributes} on both
 * queues. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html">GetQueueAttributes</a>
 */
@SingletonBean
public final class SqsQueueDepths implements QueueDepths {

    private final SqsClient client;
    private final String queueUrl;
    private final DeadLetterQueueUrl deadLetters;

    SqsQueueDepths(SqsClients clients, Settings.Queue settings) {
        this(clients, settings, new DeadLetterQueueUrl(clients, settings));
    }

    @Inject
    SqsQueueDepths(SqsClients clients, Settings.Queue settings, DeadLetterQueueUrl deadLetters) {
        this.client = clients.settling();
        this.queueUrl = settings.url().toString();
        this.deadLetters = deadLetters;
    }

    @Override
    public Depth queue() {
        return SqsErrors.asked(() -> ask(queueUrl));
    }

    @Override
    public Depth deadLetterQueue() {
        return SqsErrors.asked(() -> ask(deadLetters
                .find()
                .orElseThrow(() -> new QueueUnavailableException("there is no dead-letter queue", null))));
    }

    private Depth ask(String url) {
        Map<QueueAttributeName, String> attributes = client.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
        return new Depth(
                number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    }

    private static long number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return WholeNumber.parse(attributes.getOrDefault(name, "")).orElse(0);
    }
}
