package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.WholeNumber;
import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Where dead letters go: the address that is set, or else that of the queue's redrive policy, looked up when it is first
 * needed, once for everybody. A failed look-up, or one that found no policy, is repeated at the next need.
 *
 * <p>The policy names the dead-letter queue by its ARN. SQS demands that both queues have one account and region, so its
 * address is the queue's own with the other name: no call on the dead-letter queue is needed, and the worker's role can
 * do with {@code sqs:SendMessage} there.
 *
 * <p>Safe for use by any number of threads; two that look up at the same time find the same.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">SQS
 *     dead-letter queues</a>
 */
@Singleton
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
     * The address; empty if there is no dead-letter queue.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if it could not be looked up
     */
    Optional<String> find() {
        Optional<String> address = known;
        return address.isPresent() ? address : find(redrivePolicy());
    }

    /** The same for somebody who has the queue's redrive policy at hand. */
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
     * The last part of the ARN {@code arn:aws:sqs:<region>:<account>:<name>}. SQS checks the policy when it is set; a server
     * that does not has no dead-letter queue to offer.
     */
    static Optional<String> targetName(String redrivePolicy) {
        return BoundedJson.object(redrivePolicy)
                .map(policy -> policy.get("deadLetterTargetArn"))
                .filter(JsonString.class::isInstance)
                .map(arn -> ((JsonString) arn).getString())
                .map(QueueNames::ofArn)
                .filter(name -> !name.isEmpty());
    }

    /** After how many receives the queue gives a message up; SQS takes it as a number and as a string. */
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
