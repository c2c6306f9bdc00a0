package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The URL of the dead-letter queue: the configured one, otherwise that of the queue's redrive policy, which is looked
 * up once, at the first use. A look-up that failed, or found no policy, is repeated at the next use.
 *
 * <p>The policy contains the ARN of the dead-letter queue. SQS requires that both queues have the same account and
 * region, so the URL is the queue's own with the other name. No call on the dead-letter queue is needed, and
 * {@code sqs:SendMessage} is the only permission that the worker's role needs there.
 *
 * <p>Thread-safe. Two concurrent look-ups give the same result.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">SQS
 *     dead-letter queues</a>
 */
@SingletonBean
final class DeadLetterQueueUrl {

    private final SqsClient client;
    private final URI queueUrl;
    private volatile Optional<String> known;

    @Inject
    DeadLetterQueueUrl(SqsClients clients, Settings.Queue settings) {
        this.client = clients.settling();
        this.queueUrl = settings.url();
        this.known = settings.deadLetterUrl().map(URI::toString);
    }

    /**
     * Returns the URL, or empty if there is no dead-letter queue.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the look-up fails
     */
    Optional<String> find() {
        Optional<String> address = known;
        return address.isPresent() ? address : find(redrivePolicy());
    }

    /** As {@link #find()}, for a caller that has already read the queue's redrive policy. */
    Optional<String> find(Optional<String> redrivePolicy) {
        Optional<String> address = known;
        if (address.isEmpty()) {
            address = redrivePolicy.flatMap(DeadLetterQueueUrl::targetName).map(this::sibling);
            known = address;
        }
        return address;
    }

    private Optional<String> redrivePolicy() {
        Map<QueueAttributeName, String> attributes = client.getQueueAttributes(request ->
                        request.queueUrl(queueUrl.toString()).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                .attributes();
        return Optional.ofNullable(attributes.get(QueueAttributeName.REDRIVE_POLICY));
    }

    /**
     * Returns the last part of the ARN {@code arn:aws:sqs:<region>:<account>:<name>}. SQS validates the policy when it
     * is set. A server that does not is treated as having no dead-letter queue.
     */
    static Optional<String> targetName(String redrivePolicy) {
        return BoundedJson.object(redrivePolicy)
                .map(policy -> policy.get("deadLetterTargetArn"))
                .filter(JsonString.class::isInstance)
                .map(arn -> ((JsonString) arn).getString())
                .map(QueueNames::ofArn)
                .filter(name -> !name.isEmpty());
    }

    /**
     * The receive count after which SQS moves a message to the dead-letter queue. SQS accepts it as a number and as a
     * string.
     */
    static Optional<Integer> maxReceiveCount(String redrivePolicy) {
        return BoundedJson.object(redrivePolicy)
                .map(policy -> policy.get("maxReceiveCount"))
                .map(count -> count instanceof JsonString text ? text.getString() : count.toString())
                .flatMap(text -> WholeNumber.parse(text).stream().boxed().findFirst())
                .map(count -> (int) Math.min(count, Integer.MAX_VALUE));
    }

    private String sibling(String queueName) {
        String address = queueUrl.toString();
        return address.substring(0, address.lastIndexOf('/') + 1) + queueName;
    }
}
